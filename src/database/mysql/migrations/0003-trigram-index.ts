import { Migration } from '@mikro-orm/migrations';

/**
 * A table of our own in place of the full-text index, which brings a MariaDB down when it is searched
 * while an import is written, see ADR 6. The migration of the folding fills it.
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
    // Without its table, the import of an older service that still runs fails.
    await this.execute('drop table if exists record_search');
  }
}
