import { UserError } from './user-error.js';

/** An input that cannot be read, or not to its end. What was read before the fault is not affected. */
export class InputError extends UserError {
  override readonly name = 'InputError';
}
