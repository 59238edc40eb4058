import { Migration } from '@mikro-orm/migrations';
import { raiseDataVersion } from '../../data-version-row.js';
import type { Tables } from '../../database.js';
import { foldAnew } from '../../migrations/fold-anew.js';
import { addPostings, foldingColumn } from '../mysql-postings.js';

/**
 * Folds and indexes all records by the rules of this program, see ADR 12. Where it was cut short it
 * starts anew, and writes no more than what is not folded yet.
 */
export class Migration0005Folding extends Migration {
  override isTransactional(): boolean {
    return false;
  }

  override async up(): Promise<void> {
    const writer = this.getEntityManager().getKysely<Tables>({ type: 'write' });
    // From here on, services that fold in another way can still search, but their imports fail. Those
    // that have written to the index already are waited for.
    if (!(await this.#hasFoldingColumn())) {
      await this.execute(`alter table record_trigram add column ${foldingColumn} bool not null`);
    }
    await foldAnew(writer);
    // Searches go on with the old index until the new one is whole.
    await this.execute('drop table if exists record_trigram_new, record_trigram_old');
    await this.execute(`create table record_trigram_new (
      trigram int unsigned not null,
      block bigint unsigned not null,
      ids blob not null,
      ${foldingColumn} bool not null,
      primary key (trigram, block)) engine = innodb row_format = dynamic`);
    await addPostings(0, writer, 'record_trigram_new');
    await this.execute(`rename table
      record_trigram to record_trigram_old, record_trigram_new to record_trigram`);
    await this.execute('drop table record_trigram_old');
    await raiseDataVersion({ writer });
  }

  async #hasFoldingColumn(): Promise<boolean> {
    const columns = await this.execute(`select column_name from information_schema.columns
      where table_schema = database() and table_name = 'record_trigram'
      and column_name = '${foldingColumn}'`);
    return columns.length > 0;
  }
}
