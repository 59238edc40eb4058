import { Migration } from '@mikro-orm/migrations';

/**
 * The tables of the search index, see ADR 24. They are derived from the records, so the program fills
 * them, and a migration only creates them.
 */
export class Migration0008SearchBlocks extends Migration {
  // The server commits each statement of this kind by itself, so each can be run once more.
  override isTransactional(): boolean {
    return false;
  }

  override async up(): Promise<void> {
    const options = 'engine = innodb row_format = dynamic';
    await this.execute(`create table if not exists search_block (
      block int unsigned not null primary key,
      first_id bigint unsigned not null,
      last_id bigint unsigned not null,
      records int unsigned not null,
      bucket_bits tinyint unsigned not null,
      offsets mediumblob not null,
      times mediumblob not null,
      sites mediumblob not null,
      imports mediumblob not null) ${options}`);
    await this.execute(`create table if not exists search_posting (
      block int unsigned not null,
      bucket int unsigned not null,
      places mediumblob not null,
      positions mediumblob not null,
      primary key (block, bucket)) ${options}`);
    await this.execute(`create table if not exists search_trigram (
      trigram bigint unsigned not null primary key,
      records bigint unsigned not null) ${options}`);
    await this.execute(`create table if not exists search_state (
      id int unsigned not null primary key,
      format int unsigned not null,
      blocks int unsigned not null,
      indexed_to bigint unsigned not null,
      tail_folding_2 bigint unsigned not null,
      revision bigint unsigned not null) ${options}`);
    // Nothing is indexed yet. Counted first, as an insert would lock all that it counts.
    const [row] = await this.execute('select count(*) as records from record');
    await this.execute(`insert ignore into search_state
      (id, format, blocks, indexed_to, tail_folding_2, revision) values (1, 1, 0, 0, ${row?.records}, 0)`);
  }
}
