import type { Database } from '../../database/database.js';
import { RequestError } from '../../errors/request-error.js';
import { parseNodeNumber } from '../../nodes/global-id.js';
import { quote } from '../../text/quote.js';
import { readImportsById } from '../store/import-repository.js';
import type { ImportRow } from '../store/import-row.js';

/**
 * Finds the import that a mutation works on. Throws `IMPORT_NOT_FOUND`, also for an import of somebody
 * else that the viewer may not read.
 *
 * @param readableOwner the owner whose imports are found; undefined if all are
 */
export async function findImport(
  database: Database,
  id: string,
  readableOwner: string | undefined,
): Promise<ImportRow> {
  const number = parseNodeNumber('Import', id) ?? 0;
  const found = await readImportsById(database.writer, [number], readableOwner);
  const row = found.get(number);
  if (row === undefined) {
    throw new RequestError(
      'IMPORT_NOT_FOUND',
      `There is no import with the id ${quote(id)} that you may read.`,
      'input.import',
    );
  }
  return row;
}
