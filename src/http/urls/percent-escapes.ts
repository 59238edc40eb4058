import type { FastifyRequest } from 'fastify';
import { RequestError } from '../../errors/request-error.js';

// Nearly all escapes stand for characters of ASCII, and need not be decoded to be right.
const unusual = /%(?![0-7][0-9a-f])/i;

/**
 * Why a request is refused whose query string has percent-escapes that are no UTF-8; undefined where
 * all are. Decoders put U+FFFD in their place, and so find nothing, and nobody would notice.
 */
export function checkPercentEscapes({ url, is404 }: FastifyRequest): RequestError | undefined {
  // Where there is nothing, that is what the client must hear.
  if (is404) return undefined;
  // The router takes what follows a "#" for a query string, too.
  const start = url.search(/[?#]/);
  if (start < 0) return undefined;
  const query = url.slice(start + 1);
  if (!unusual.test(query) || isDecodable(query)) return undefined;
  return new RequestError(
    'BAD_REQUEST',
    `The query string contains "${firstForeign(query)}", which is not valid UTF-8; write "é" as "%C3%A9", and a literal "%" as "%25".`,
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

/** The first escape that cannot be decoded together with those that follow it. */
function firstForeign(query: string): string | undefined {
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
