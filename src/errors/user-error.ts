import { ImportError } from '../cli/import/import-error.js';
import { ConfigError } from '../config/config.js';
import { ExportError } from '../exports/export-error.js';
import { InputError } from './input-error.js';
import { StartError } from './start-error.js';
import { StopError } from './stop-error.js';

const mendable = [ConfigError, StartError, StopError, ExportError, ImportError, InputError];

/** Whether the user can mend what the error's message says, which is a sentence then. */
export function isUserError(error: unknown): error is Error {
  return mendable.some((expected) => error instanceof expected);
}
