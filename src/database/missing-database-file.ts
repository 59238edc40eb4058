import { statSync } from 'node:fs';
import { inMemoryUrl } from './engine-for-url.js';

/**
 * The database file that `url` names, if it is missing or empty, so that opening it would create a new
 * database.
 */
export function findMissingDatabaseFile(url: string): string | undefined {
  if (!url.startsWith('sqlite:') || url === inMemoryUrl) return undefined;
  const file = url.slice('sqlite:'.length);
  return statSync(file, { throwIfNoEntry: false })?.size ? undefined : file;
}
