import { afterEach, beforeEach, expect } from '@jest/globals';
import { type Ended, type ImportFolder, importFolder, mixedItems } from './importing.js';
import type { TestDatabase } from './servers/engines.js';
import { type Item, migratedDatabase } from './service.js';
import { importsIn } from './stored.js';

/** Before each test, a file has been imported that broke off in the middle. */
export interface CutOffImport {
  /** Those of the whole file. */
  readonly rows: readonly Item[];
  folder(): ImportFolder;
  /** Writes rows as JSON into the file that broke off, or into another one. */
  write(items: readonly Item[], name?: string): Promise<string>;
  /** The rows, of which the one at this place has another title. */
  withOther(place: number): Item[];
  /** Gives the command again, on the same file or another one. */
  importing(options?: readonly string[], name?: string): Promise<Ended>;
  /** The imports that are stored. */
  stored(): ReturnType<typeof importsIn>;
}

/**
 * Imports, before each test, a file of mixed items that breaks off.
 *
 * @param count of its rows, when it is whole
 * @param cutAt how many of them it has
 * @param done how many of these are in whole chunks
 */
export function cutOffImport(count: number, cutAt: number, done: number): CutOffImport {
  const rows = mixedItems(count);
  let database: TestDatabase;
  let folder: ImportFolder;
  const write = (items: readonly Item[], name = 'rows.json') =>
    folder.write(name, JSON.stringify(items));
  const importing = (options: readonly string[] = [], name = 'rows.json') =>
    folder.import([folder.file(name), '--report', folder.file('report.json'), ...options]);
  beforeEach(async () => {
    database = await migratedDatabase();
    folder = await importFolder(database.url);
    await folder.write('rows.json', JSON.stringify(rows.slice(0, cutAt)).slice(0, -10));
    const { code, errors } = await importing();
    expect(code).toBe(1);
    expect(errors).toMatch(/The input is cut off: it ends at byte \d+ /);
    expect(errors).toContain(`${done} rows are done; run the same command again to resume.\n`);
  });
  afterEach(async () => {
    await folder.remove();
    await database.drop();
  });
  return {
    rows,
    folder: () => folder,
    write,
    withOther: (place) =>
      rows.map((row, index) => (index === place ? { ...row, title: 'Other' } : row)),
    importing,
    stored: () => importsIn(database),
  };
}
