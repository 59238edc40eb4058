import { UserError } from './user-error.js';

/** What the service left unfinished when it stopped. */
export class StopError extends UserError {
  override readonly name = 'StopError';
}
