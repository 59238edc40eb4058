import { Migration } from '@mikro-orm/migrations';

/**
 * The tables of the search index, see ADR 24. They are derived from the records, so the program fills
 * them, and a migration only creates them.
 */
export class Migration0007SearchBlocks extends Migration {
  override up(): void {
    this.addSql(`create table search_block (
      block integer not null primary key,
      first_id integer not null,
      last_id integer not null,
      records integer not null,
      bucket_bits integer not null,
      offsets blob not null,
      times blob not null,
      sites blob not null,
      imports blob not null)`);
    this.addSql(`create table search_posting (
      block integer not null,
      bucket integer not null,
      places blob not null,
      positions blob not null,
      primary key (block, bucket)) without rowid`);
    this.addSql(`create table search_trigram (
      trigram integer not null primary key,
      records integer not null)`);
    this.addSql(`create table search_state (
      id integer not null primary key,
      format integer not null,
      blocks integer not null,
      indexed_to integer not null,
      tail_folding_2 integer not null,
      revision integer not null)`);
    // Nothing is indexed yet.
    this.addSql(`insert into search_state (id, format, blocks, indexed_to, tail_folding_2, revision)
      select 1, 1, 0, 0, count(*), 0 from record`);
  }
}
