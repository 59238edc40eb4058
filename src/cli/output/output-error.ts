import { UserError } from '../../errors/user-error.js';

/** Why an output is missing or incomplete. */
export class OutputError extends UserError {
  override readonly name = 'OutputError';
}
