import { Migration } from '@mikro-orm/migrations';

/** The tables as the foundation needs them. Ids are never reused, as cursors and links hold them. */
export class Migration0001Initial extends Migration {
  override up(): void {
    this.addSql(`create table site (
      id integer not null primary key autoincrement,
      host text not null)`);
    this.addSql('create unique index site_host_unique on site (host)');

    this.addSql(`create table import (
      id integer not null primary key autoincrement,
      source text null,
      idempotency_key text null,
      request_hash blob null,
      received integer not null,
      inserted integer not null,
      duplicates integer not null,
      rejected integer not null,
      started_at datetime not null,
      finished_at datetime null)`);
    this.addSql('create unique index import_idempotency_key_unique on import (idempotency_key)');

    this.addSql(`create table record (
      id integer not null primary key autoincrement,
      title text not null,
      uri text not null,
      date datetime not null,
      site_id integer not null references site (id),
      import_id integer not null references import (id),
      fingerprint blob not null,
      title_folded text not null,
      uri_folded text not null)`);
    this.addSql('create unique index record_fingerprint_unique on record (fingerprint)');
    this.addSql('create index record_date_index on record (date, id)');
    this.addSql('create index record_site_date_index on record (site_id, date, id)');
    this.addSql('create index record_import_index on record (import_id)');

    this.addSql(`create table rejection (
      import_id integer not null references import (id),
      item_index integer not null,
      received text not null,
      reasons text not null,
      primary key (import_id, item_index)) without rowid`);

    // Only which record holds which trigram, neither positions nor a second copy of the text.
    this.addSql(`create virtual table record_search using fts5 (
      text, content = '', columnsize = 0, detail = none, tokenize = 'trigram case_sensitive 1')`);
  }
}
