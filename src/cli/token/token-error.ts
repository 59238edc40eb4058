import { UserError } from '../../errors/user-error.js';

/** Why a token was not created or revoked. */
export class TokenError extends UserError {
  override readonly name = 'TokenError';
}
