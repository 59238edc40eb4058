import { MIMEType } from 'node:util';
import { RequestError } from '../../errors/request-error.js';

/** The parameter `charset` of a content type; undefined where there is none. */
export function readCharset(contentType: string): string | undefined {
  // Nearly all name none, and need not be parsed.
  if (!/charset/i.test(contentType)) return undefined;
  try {
    return new MIMEType(contentType).params.get('charset') ?? undefined;
  } catch {
    // It is refused as an unsupported content type.
    return undefined;
  }
}

/** Whether a charset is UTF-8, the default of JSON, or its subset ASCII. */
export const isUtf8Charset = (charset: string): boolean => /^(utf-?8|us-ascii)$/i.test(charset);

/** Throws `UNSUPPORTED_MEDIA_TYPE` for a content type with another charset than UTF-8. */
export function requireUtf8(contentType: string): void {
  const charset = readCharset(contentType);
  if (charset === undefined || isUtf8Charset(charset)) return;
  throw new RequestError(
    'UNSUPPORTED_MEDIA_TYPE',
    `The charset of the request body is "${charset}"; expected UTF-8.`,
  );
}
