import type { FastifyRequest } from 'fastify';
import { RequestError } from '../../errors/request-error.js';

// Nearly all escapes are of ASCII characters, and need not be decoded to be checked.
const nonAscii = /%(?![0-7][0-9a-f])/i;

/**
 * The error for a request whose query string contains percent-escapes that are not UTF-8; undefined
 * otherwise. Decoders would replace them by U+FFFD, so that a search silently finds nothing.
 */
export function checkPercentEscapes({ url, is404 }: FastifyRequest): RequestError | undefined {
  // A wrong URL is reported as such.
  if (is404) return undefined;
  // To the router, a query string may also begin with "#".
  const start = url.search(/[?#]/);
  if (start < 0) return undefined;
  const query = url.slice(start + 1);
  if (!nonAscii.test(query) || isDecodable(query)) return undefined;
  return new RequestError(
    'BAD_REQUEST',
    `The query string contains "${findInvalidEscape(query)}", which is not valid UTF-8; write "é" as "%C3%A9", and a literal "%" as "%25".`,
  );
}

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

const escapeLength = '%41'.length;

/** The first escape that cannot be decoded, not even together with those that follow it. */
function findInvalidEscape(query: string): string | undefined {
  for (const { 0: run, index } of query.matchAll(/(?:%[0-9a-f]{2})+|%/gi)) {
    for (let from = 0; from < run.length; ) {
      const character = [1, 2, 3, 4]
        .map((bytes) => run.slice(from, from + bytes * escapeLength))
        .find(isDecodable);
      if (character === undefined) return /^%[0-9a-z]{0,2}/i.exec(query.slice(index + from))?.[0];
      from += character.length;
    }
  }
  return undefined;
}
