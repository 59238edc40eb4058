import { statSync } from 'node:fs';
import { inMemoryUrl } from './engine-for-url.js';

/**
 * The file of the database that `url` names, where there is none yet, or an empty file: to open it
 * would make a database of it.
 */
export function findMissingDatabaseFile(url: string): string | undefined {
  if (!url.startsWith('sqlite:') || url === inMemoryUrl) return undefined;
  const file = url.slice('sqlite:'.length);
  return statSync(file, { throwIfNoEntry: false })?.size ? undefined : file;
}
