import { RequestError } from '../../errors/request-error.js';
import { findForbiddenMember } from '../../formats/json/forbidden-member.js';
import { escapeControlCharacters } from '../../text/quote.js';

/** Why a body is refused that is sent as JSON, and is none or has a member that none may have. */
export function explainInvalidJson(text: string): RequestError {
  if (text.trim() === '') {
    return new RequestError('BAD_REQUEST', 'The body is blank; a JSON text is wanted.');
  }
  const body = 'The body is sent as "application/json"';
  try {
    const member = findForbiddenMember(JSON.parse(text));
    return new RequestError(
      'BAD_REQUEST',
      `${body}, but has a member ${member}, which is not allowed.`,
    );
  } catch (error) {
    const reason = escapeControlCharacters((error as Error).message);
    return new RequestError('BAD_REQUEST', `${body}, but is not valid JSON (${reason}).`);
  }
}
