import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Kysely, sql } from 'kysely';
import { type FoldedCopies, foldRecord } from './fold-record.js';

// Frozen: part of migrations that have run on databases out there; see ../README.md. Never edit it.

const recordsPerRead = 500;
const recordsPerUpdate = 100;

/** The tables that are read and written, as they were then. */
export interface RecordTables {
  readonly record: {
    id: number;
    title: string;
    uri: string;
    title_folded: string;
    uri_folded: string;
  };
}

/** Folds all records by version 2 of the rules, and writes the copies that differ from the stored ones. */
export async function refoldRecords(database: Kysely<RecordTables>): Promise<void> {
  for (let lastId: number | undefined = 0; lastId !== undefined; ) {
    const records = await database
      .selectFrom('record')
      .select(['id', 'title', 'uri', 'title_folded', 'uri_folded'])
      .where('id', '>', lastId)
      .orderBy('id')
      .limit(recordsPerRead)
      .execute();
    const changed = records.flatMap(({ id, title, uri, title_folded, uri_folded }) => {
      const copies = foldRecord(title, uri);
      const isSame = copies.titleFolded === title_folded && copies.uriFolded === uri_folded;
      return isSame ? [] : [{ id, ...copies }];
    });
    for (let from = 0; from < changed.length; from += recordsPerUpdate) {
      await updateCopies(changed.slice(from, from + recordsPerUpdate), database);
    }
    lastId = records.at(-1)?.id;
    // SQLite works on this thread, which must still receive signals to stop.
    await nextTurn();
  }
}

interface FoldedRecord extends FoldedCopies {
  readonly id: number;
}

async function updateCopies(
  records: readonly FoldedRecord[],
  database: Kysely<RecordTables>,
): Promise<void> {
  const byId = (copyOf: (record: FoldedRecord) => string) => {
    const cases = records.map((record) => sql`when ${record.id} then ${copyOf(record)}`);
    return sql`case id ${sql.join(cases, sql` `)} end`;
  };
  await sql`update record set
      title_folded = ${byId(({ titleFolded }) => titleFolded)},
      uri_folded = ${byId(({ uriFolded }) => uriFolded)}
    where id in (${sql.join(records.map(({ id }) => id))})`.execute(database);
}
