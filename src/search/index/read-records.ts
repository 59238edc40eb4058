import type { Statements } from '../../database/statements.js';
import type { IndexedRecord } from '../format/block-builder.js';

// Reading and adding them holds this thread for some milliseconds.
const recordsPerRead = 1000;

/** Yields the records with an id above `lastId`, by their ids, in pages. */
export async function* readRecordsAfter(
  lastId: number,
  writer: Statements,
): AsyncGenerator<readonly IndexedRecord[]> {
  for (let from: number | undefined = lastId; from !== undefined; ) {
    const rows = await writer
      .selectFrom('record')
      .select(['id', 'date', 'site_id', 'import_id', 'title_folded', 'uri_folded'])
      .where('id', '>', from)
      .orderBy('id')
      .limit(recordsPerRead)
      .execute();
    yield rows.map((row) => ({
      id: row.id,
      time: Number(row.date),
      siteId: row.site_id,
      importId: row.import_id,
      titleFolded: row.title_folded,
      uriFolded: row.uri_folded,
    }));
    from = rows.length < recordsPerRead ? undefined : rows.at(-1)?.id;
  }
}
