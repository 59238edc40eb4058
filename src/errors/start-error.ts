import { UserError } from './user-error.js';

/** Why the service or a command cannot start, like a port that is taken or a database that is away. */
export class StartError extends UserError {
  override readonly name = 'StartError';
}
