import { fork } from 'node:child_process';
import { once } from 'node:events';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import type { FastifyInstance } from 'fastify';
import { introspectionFromSchema } from 'graphql';
import { parseAcceptEncoding } from '../../http/replies/content-coding.js';
import { etagFor, matchEtag } from '../../http/replies/entity-tag.js';
import { exampleOperations } from './examples.js';
import type { PageOptions } from './page-options.js';
import type { RenderedIde } from './render-ide.js';

const icon =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><path d="M1 1h6v2H1zm0 3h6v1H1zm0 2h4v1H1z" fill="#e10098"/></svg>';

/**
 * Serves GraphiQL at `/ide`, with the service's own operations in its tabs. It is rendered on the first
 * visit, and loads nothing from other servers.
 */
export function registerIdePage(app: FastifyInstance, { schema, access }: PageOptions): void {
  let rendering: Promise<RenderedIde> | undefined;
  const rendered = () => {
    rendering ??= renderIde(schema).catch((error) => {
      rendering = undefined;
      throw error;
    });
    return rendering;
  };
  app.get('/ide', { config: { access } }, async (request, reply) => {
    const { gzipped, etag, scriptHash } = await rendered();
    const accepted = parseAcceptEncoding(request.headers['accept-encoding']);
    const coding = accepted.best && accepted.all.find((each) => each === 'gzip');
    const tag = matchEtag(request.headers['if-none-match'], etag, coding, accepted);
    reply.headers({
      'cache-control': 'no-cache',
      'content-security-policy': policy(scriptHash),
      'content-type': 'text/html; charset=utf-8',
      'referrer-policy': 'no-referrer',
      vary: 'Accept-Encoding',
      etag: tag ?? etagFor(etag, coding),
    });
    if (tag !== undefined) return reply.code(304).send();
    if (coding === undefined) return gunzipSync(gzipped);
    reply.header('content-encoding', coding);
    return gzipped;
  });
}

async function renderIde(schema: PageOptions['schema']): Promise<RenderedIde> {
  // TypeScript in the tests, JavaScript in the build.
  const script = new URL(`./render-ide${extname(import.meta.url)}`, import.meta.url);
  const child = fork(fileURLToPath(script), { serialization: 'advanced', execArgv: [] });
  let page: RenderedIde | undefined;
  child.once('message', (message: RenderedIde) => {
    page = message;
  });
  child.send({
    title: 'records',
    logo: ' ',
    favicon: `data:image/svg+xml,${encodeURIComponent(icon)}`,
    endpoint: 'graphql',
    // Passed in, as production allows no introspection, and some levels no documents of visitors.
    ...(schema && { schema: introspectionFromSchema(schema) }),
    // A token that is entered as a header stays in the memory of the page.
    shouldPersistHeaders: false,
    defaultTabs: exampleOperations().map(({ document, variables }) => ({
      query: document,
      variables: JSON.stringify(variables, null, 2),
    })),
  });
  const [code] = await once(child, 'close');
  if (page === undefined)
    throw new Error(`The IDE could not be rendered; the child process exited with code ${code}.`);
  return { ...page, gzipped: Buffer.from(page.gzipped) };
}

const policy = (scriptHash: string) =>
  [
    "default-src 'none'",
    `script-src '${scriptHash}'`,
    'worker-src blob:',
    // The editor adds inline styles.
    "style-src 'unsafe-inline'",
    'img-src data:',
    'font-src data:',
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
