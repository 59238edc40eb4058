import { setImmediate as nextTurn } from 'node:timers/promises';
import { Migration } from '@mikro-orm/migrations';
import { type Kysely, sql } from 'kysely';
import { lockDataVersion, raiseDataVersion } from '../../migrations/data-version.js';
import { type RecordTables, refoldRecords } from '../../migrations/folding-2/refold-records.js';

const recordsPerTurn = 500;

/**
 * Folds and indexes all records by version 2 of the rules, see ADR 12. It is all one transaction: if it
 * is interrupted, nothing has happened.
 */
export class Migration0004Folding2 extends Migration {
  override async up(): Promise<void> {
    const writer = this.getEntityManager().getKysely<RecordTables>({ type: 'write' });
    await lockDataVersion(writer);
    await refoldRecords(writer);
    await this.execute('drop table record_search');
    await this.execute(`create virtual table record_search using fts5 (
      folded_2, content = '', columnsize = 0, detail = none,
      tokenize = 'trigram case_sensitive 1')`);
    // Makes a chunk of an import one part of the index, instead of many that are then read and merged.
    await this.execute(
      "insert into record_search (record_search, rank) values ('hashsize', 16777216)",
    );
    await indexRecords(writer);
    await raiseDataVersion(writer);
  }
}

async function indexRecords(writer: Kysely<RecordTables>): Promise<void> {
  const { rows } = await sql<{ id: number | null }>`select max(id) as id from record`.execute(
    writer,
  );
  const end = rows[0]?.id ?? 0;
  for (let from = 0; from < end; from += recordsPerTurn) {
    // SQLite works on this thread, which must still receive signals to stop.
    await nextTurn();
    await sql`insert into record_search (rowid, folded_2)
      select id, title_folded || uri_folded from record
      where id > ${from} and id <= ${from + recordsPerTurn}`.execute(writer);
  }
}
