import { RequestError } from '../../errors/request-error.js';
import { findForbiddenMember } from '../../formats/json/forbidden-member.js';
import { escapeControlCharacters } from '../../text/quote.js';

/** The error for a body that is not valid JSON, or has a member that no body may have. */
export function explainInvalidJson(text: string): RequestError {
  if (text.trim() === '') {
    return new RequestError('BAD_REQUEST', 'The request body is blank; expected JSON.');
  }
  try {
    const member = findForbiddenMember(JSON.parse(text));
    return new RequestError(
      'BAD_REQUEST',
      `The request body has a member ${member}, which is not allowed.`,
    );
  } catch (error) {
    const reason = escapeControlCharacters((error as Error).message);
    return new RequestError(
      'BAD_REQUEST',
      `The Content-Type is "application/json", but the request body is not valid JSON (${reason}).`,
    );
  }
}
