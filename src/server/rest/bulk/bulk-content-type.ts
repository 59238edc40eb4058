import type { FastifyRequest } from 'fastify';
import { RequestError } from '../../../errors/request-error.js';
import {
  type FileFormat,
  fileFormats,
  formatForMediaType,
  listMediaTypes,
} from '../../../formats/file-format.js';
import { isUtf8Charset, readCharset, requireUtf8 } from '../../../http/bodies/read-charset.js';
import { createUnsupportedContentTypeError } from '../../../http/bodies/unsupported-content-type.js';
import { findEncoding } from '../../../imports/rows/input/encodings.js';
import { quote } from '../../../text/quote.js';

/** What a body is recognised by content as, if its type says nothing. */
const anyType = 'application/octet-stream';

/** What the content type says of a body. */
export interface BulkContentType {
  /** The format; undefined where the content decides. */
  readonly named: FileFormat | undefined;
  /** The encoding of its text, which a byte order mark beats. */
  readonly charset: string | undefined;
}

/** Reads the content type. Throws `UNSUPPORTED_MEDIA_TYPE` for one that is not read, or an unknown charset. */
export function readBulkContentType(request: FastifyRequest): BulkContentType {
  const type = request.headers['content-type'] ?? '';
  const named = formatForMediaType(type);
  if (named === undefined && type.split(';', 1)[0]?.trim().toLowerCase() !== anyType) {
    throw createUnsupportedContentTypeError(
      request,
      `one of ${[...fileFormats.flatMap(listMediaTypes), anyType].join(', ')}`,
    );
  }
  const isJson = named === 'json' || named === 'ndjson';
  if (!isJson) return { named, charset: parseCharset(type) };
  // JSON is in UTF-8, and has no charset (RFC 8259, 8.1 and 11).
  requireUtf8(type);
  return { named, charset: undefined };
}

function parseCharset(type: string): string | undefined {
  const given = readCharset(type);
  if (given === undefined) return undefined;
  const charset = isUtf8Charset(given) ? 'utf-8' : findEncoding(given);
  if (charset !== undefined) return charset;
  throw new RequestError(
    'UNSUPPORTED_MEDIA_TYPE',
    `The charset of the Content-Type is ${quote(given)}, which is unknown; expected UTF-8, UTF-16, UTF-32, windows-1252 or another of the WHATWG Encoding Standard.`,
  );
}
