import { Migration } from '@mikro-orm/migrations';
import { raiseDataVersion } from '../../migrations/data-version.js';
import { type RecordTables, refoldRecords } from '../../migrations/folding-2/refold-records.js';
import { fillIndex } from './folding-2-index.js';

/**
 * Folds and indexes all records by version 2 of the rules, see ADR 12. If it is interrupted, it starts
 * again, and writes no more than what is not folded yet.
 */
export class Migration0005Folding2 extends Migration {
  override isTransactional(): boolean {
    return false;
  }

  override async up(): Promise<void> {
    const writer = this.getEntityManager().getKysely<RecordTables>({ type: 'write' });
    // From here on, services that fold differently can still search, but their imports fail. The
    // statement waits for those that have already written to the index.
    if (!(await this.#hasFoldingColumn())) {
      await this.execute('alter table record_trigram add column folding_2 bool not null');
    }
    await refoldRecords(writer);
    // Searches use the old index until the new one is complete.
    await this.execute('drop table if exists record_trigram_new, record_trigram_old');
    await this.execute(`create table record_trigram_new (
      trigram int unsigned not null,
      block bigint unsigned not null,
      ids blob not null,
      folding_2 bool not null,
      primary key (trigram, block)) engine = innodb row_format = dynamic`);
    await fillIndex(writer, 'record_trigram_new');
    await this.execute(`rename table
      record_trigram to record_trigram_old, record_trigram_new to record_trigram`);
    await this.execute('drop table record_trigram_old');
    await raiseDataVersion(writer);
  }

  async #hasFoldingColumn(): Promise<boolean> {
    const columns = await this.execute(`select column_name from information_schema.columns
      where table_schema = database() and table_name = 'record_trigram'
      and column_name = 'folding_2'`);
    return columns.length > 0;
  }
}
