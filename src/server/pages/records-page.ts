import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { parseAcceptEncoding } from '../../http/replies/content-coding.js';
import { etagFor, matchEtag } from '../../http/replies/entity-tag.js';
import { type PageFile, readPageFiles } from './page-files.js';

/**
 * Serves the records page at `/`, with its files beside it. It is public: it contains no data, and asks
 * for them with the token that its user enters.
 *
 * @param folder where the page was built
 */
export function registerRecordsPage(app: FastifyInstance, folder: string): void {
  const files = readPageFiles(folder);
  // The service is whole without it, and tests run from the sources.
  if (files.length === 0) app.log.warn(`There is no page in ${folder}; run: npm run build`);
  for (const file of files) {
    const isDocument = file.path === 'index.html';
    const headers = {
      'content-type': file.type,
      vary: 'Accept-Encoding',
      // The names of all other files change with their content.
      'cache-control': isDocument ? 'no-cache' : 'public, max-age=31536000, immutable',
      ...(isDocument && {
        'content-security-policy': policy,
        'cross-origin-opener-policy': 'same-origin',
        'referrer-policy': 'no-referrer',
      }),
    };
    const handler = async (request: FastifyRequest, reply: FastifyReply) =>
      sendFile(file, request, reply.headers(headers));
    app.get(isDocument ? '/' : `/${file.path}`, { config: { access: 'public' } }, handler);
  }
}

function sendFile(
  { etag, bytes, compressed }: PageFile,
  request: FastifyRequest,
  reply: FastifyReply,
) {
  const accepted = parseAcceptEncoding(request.headers['accept-encoding']);
  const coding =
    accepted.best && (['br', 'gzip'] as const).find((each) => accepted.all.includes(each));
  const tag = matchEtag(request.headers['if-none-match'], etag, coding, accepted);
  reply.header('etag', tag ?? etagFor(etag, coding));
  if (tag !== undefined) return reply.code(304).send();
  if (coding === undefined) return bytes;
  reply.header('content-encoding', coding);
  return compressed[coding];
}

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');
