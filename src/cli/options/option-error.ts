import { UserError } from '../../errors/user-error.js';

/** An option whose value is not allowed, alone or together with another option. */
export class OptionError extends UserError {
  override readonly name = 'OptionError';
}
