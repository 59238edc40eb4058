import { existsSync } from 'node:fs';

/** The file of the database that `url` names, where there is none yet: to open it would make it. */
export function missingFile(url: string): string | undefined {
  const file = url.startsWith('sqlite:') ? url.slice('sqlite:'.length) : undefined;
  return file === undefined || file === ':memory:' || existsSync(file) ? undefined : file;
}
