import { setImmediate as otherRequests } from 'node:timers/promises';
import { type Kysely, sql } from 'kysely';
import { createFoldedCopies } from '../../text/folded-copies.js';
import type { Tables } from '../database.js';

const recordsPerRead = 500;
const recordsPerUpdate = 100;

/** Folds all records by the rules of this program, and writes the copies that become others. */
export async function foldAnew(database: Kysely<Tables>): Promise<void> {
  for (let lastId: number | undefined = 0; lastId !== undefined; ) {
    const records = await database
      .selectFrom('record')
      .select(['id', 'title', 'uri', 'title_folded', 'uri_folded'])
      .where('id', '>', lastId)
      .orderBy('id')
      .limit(recordsPerRead)
      .execute();
    const changed = records.flatMap(({ id, title, uri, title_folded, uri_folded }) => {
      const copies = createFoldedCopies(title, uri);
      const isSame = copies.titleFolded === title_folded && copies.uriFolded === uri_folded;
      return isSame ? [] : [{ id, ...copies }];
    });
    for (let from = 0; from < changed.length; from += recordsPerUpdate) {
      await write(changed.slice(from, from + recordsPerUpdate), database);
    }
    lastId = records.at(-1)?.id;
    // SQLite works on this thread, which also hears that it is to stop.
    await otherRequests();
  }
}

interface FoldedRecord {
  readonly id: number;
  readonly titleFolded: string;
  readonly uriFolded: string;
}

async function write(records: readonly FoldedRecord[], database: Kysely<Tables>): Promise<void> {
  const byId = (copyOf: (record: FoldedRecord) => string) => {
    const cases = records.map((record) => sql`when ${record.id} then ${copyOf(record)}`);
    return sql`case id ${sql.join(cases, sql` `)} end`;
  };
  await sql`update record set
      title_folded = ${byId(({ titleFolded }) => titleFolded)},
      uri_folded = ${byId(({ uriFolded }) => uriFolded)}
    where id in (${sql.join(records.map(({ id }) => id))})`.execute(database);
}
