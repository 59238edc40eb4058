import { statSync } from 'node:fs';

/**
 * The file of the database that `url` names, where there is none yet, or an empty file: to open it
 * would make a database of it.
 */
export function missingDatabaseFile(url: string): string | undefined {
  const file = url.startsWith('sqlite:') ? url.slice('sqlite:'.length) : undefined;
  if (file === undefined || file === ':memory:') return undefined;
  return statSync(file, { throwIfNoEntry: false })?.size ? undefined : file;
}
