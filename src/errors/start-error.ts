import { UserError } from './user-error.js';

/** Why the service or a command cannot start, such as a port in use or an unavailable database. */
export class StartError extends UserError {
  override readonly name = 'StartError';
}
