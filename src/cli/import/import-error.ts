import { UserError } from '../../errors/user-error.js';

/** Why an import did not finish. Rows that were stored stay stored. */
export class ImportError extends UserError {
  override readonly name = 'ImportError';
}
