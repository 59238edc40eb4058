import { RequestError } from '../../errors/request-error.js';
import { quote } from '../../text/quote.js';

/** Whether an id is a SHA-256 in lower-case hexadecimal, with or without `sha256:`. */
export const isSha256 = (id: string) => /^(sha256:)?[0-9a-f]{64}$/.test(id);

/** An id without `sha256:`. */
export const stripHashPrefix = (id: string) => id.replace(/^sha256:/, '');

/** The error for an id that names no document. */
export function createUnknownIdError(id: string): RequestError {
  if (!/^[\w.~-]+(:[\w.~:-]+)?$/.test(id)) {
    return new RequestError(
      'BAD_REQUEST',
      `${quoteId(id)} is not a document id: ids consist of letters, digits, "-", ".", "_", "~" and, after the first character, ":".`,
    );
  }
  const advice = isSha256(id.toLowerCase()) && !isSha256(id) ? ' Hashes are in lower case.' : '';
  return new RequestError(
    'PERSISTED_DOCUMENT_NOT_FOUND',
    `No document has the id ${quoteId(id)}.${advice}`,
  );
}

/** The error for a document that was sent together with the id of another one. */
export function createMismatchError(id: string): RequestError {
  return new RequestError(
    'BAD_REQUEST',
    `The document that was sent is not the one with the id ${quoteId(id)}; send either the document or the id.`,
  );
}

const maxShownLength = 100;

/** Formats an id for a message. */
export const quoteId = (id: string) => quote(id, maxShownLength);
