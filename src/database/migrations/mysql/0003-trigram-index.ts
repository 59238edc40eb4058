import { Migration } from '@mikro-orm/migrations';
import { lockData } from '../../data-version-row.js';
import type { Tables } from '../../database.js';
import { addPostings } from '../../engines/mysql-postings.js';

/**
 * A table of our own in place of the full-text index, which brings a MariaDB down when it is searched
 * while an import is written, see ADR 6. Where this was cut short it starts anew, as nobody uses the
 * table before it is whole.
 */
export class Migration0003TrigramIndex extends Migration {
  override isTransactional(): boolean {
    return false;
  }

  override async up(): Promise<void> {
    await this.execute('drop table if exists record_trigram');
    await this.execute(`create table record_trigram (
      trigram int unsigned not null,
      block bigint unsigned not null,
      ids blob not null,
      primary key (trigram, block)) engine = innodb row_format = dynamic`);
    // An older service that still runs must not import what the index would then lack: an import
    // waits for this row, and fails without its table.
    const database = this.getEntityManager().getKysely<Tables>();
    await database.transaction().execute(async (writer) => {
      await lockData({ writer });
      await addPostings(0, database);
      await this.execute('drop table if exists record_search');
    });
  }
}
