import { Migration } from '@mikro-orm/migrations';

const options = 'engine = innodb default character set utf8mb4 collate utf8mb4_bin';

/**
 * The tables as the foundation needs them, on MySQL and MariaDB. Every text has a binary collation:
 * what is equal is decided by the service, in the same way on every engine. An idempotency key is
 * bytes, as texts are equal here that differ in the spaces at their ends.
 */
export class Migration0001Initial extends Migration {
  // The server commits each statement of this kind by itself, so each can be run once more.
  override isTransactional(): boolean {
    return false;
  }

  override up(): void {
    this.addSql(`create table if not exists site (
      id bigint unsigned not null auto_increment primary key,
      host varchar(260) character set ascii collate ascii_bin not null,
      unique index site_host_unique (host)) ${options}`);

    this.addSql(`create table if not exists import (
      id bigint unsigned not null auto_increment primary key,
      source varchar(255) null,
      idempotency_key varbinary(1020) null,
      request_hash varbinary(32) null,
      received int not null,
      inserted int not null,
      duplicates int not null,
      rejected int not null,
      started_at datetime(3) not null,
      finished_at datetime(3) null,
      unique index import_idempotency_key_unique (idempotency_key)) ${options}`);

    this.addSql(`create table if not exists record (
      id bigint unsigned not null auto_increment primary key,
      title varchar(255) not null,
      uri varchar(2048) character set ascii collate ascii_bin not null,
      date datetime(3) not null,
      site_id bigint unsigned not null,
      import_id bigint unsigned not null,
      fingerprint binary(16) not null,
      title_folded text not null,
      uri_folded mediumtext not null,
      unique index record_fingerprint_unique (fingerprint),
      index record_date_index (date, id),
      index record_site_date_index (site_id, date, id),
      index record_import_index (import_id),
      constraint record_site_id_foreign foreign key (site_id) references site (id),
      constraint record_import_id_foreign foreign key (import_id) references import (id)) ${options}`);

    this.addSql(`create table if not exists rejection (
      import_id bigint unsigned not null,
      item_index int not null,
      received longtext not null,
      reasons mediumtext not null,
      primary key (import_id, item_index),
      constraint rejection_import_id_foreign foreign key (import_id) references import (id)) ${options}`);

    // Apart from the records, whose rows a search walks and which must therefore be small.
    this.addSql(`create table if not exists record_search (
      record_id bigint unsigned not null primary key,
      trigrams mediumtext character set ascii collate ascii_bin not null,
      fulltext index record_search_trigrams (trigrams)) ${options}`);
  }
}
