import { UserError } from './user-error.js';

/** The service did not stop cleanly: what it left unfinished. */
export class StopError extends UserError {
  override readonly name = 'StopError';
}
