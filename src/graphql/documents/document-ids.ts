import { RequestError } from '../../errors/request-error.js';
import { quote } from '../../text/quote.js';

/** Whether an id is a SHA-256, with or without `sha256:`. */
export const isSha256 = (id: string) => /^(sha256:)?[0-9a-f]{64}$/.test(id);

/** An id without `sha256:`. */
export const stripHashPrefix = (id: string) => id.replace(/^sha256:/, '');

/** Why an id names nothing. */
export function createUnknownIdError(id: string): RequestError {
  if (!/^[\w.~-]+(:[\w.~:-]+)?$/.test(id)) {
    return new RequestError(
      'BAD_REQUEST',
      `${quoteId(id)} is no id of a document: those have letters, digits, "-", ".", "_", "~" and, after the first character, ":".`,
    );
  }
  const advice =
    isSha256(id.toLowerCase()) && !isSha256(id) ? ' A hash is written in lower case.' : '';
  return new RequestError(
    'PERSISTED_DOCUMENT_NOT_FOUND',
    `No document has the id ${quoteId(id)}.${advice}`,
  );
}

/** Why a document is refused that came with an id. */
export function createMismatchError(id: string): RequestError {
  return new RequestError(
    'BAD_REQUEST',
    `The document that was sent is not the one that ${quoteId(id)} stands for; send one of both.`,
  );
}

const maxShown = 100;

/** An id as messages show it. */
export const quoteId = (id: string) => quote(id, maxShown);
