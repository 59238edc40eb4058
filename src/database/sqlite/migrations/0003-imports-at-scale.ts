import { Migration } from '@mikro-orm/migrations';
import { countReasonsOfImports } from '../../migrations/count-reasons.js';

/** Idempotency keys belong to their caller, and an import counts its rejected items by reason. */
export class Migration0003ImportsAtScale extends Migration {
  override async up(): Promise<void> {
    await this.execute("alter table import add column caller text not null default 'anonymous'");
    await this.execute('alter table import add column reason_counts text null');
    await this.execute('drop index import_idempotency_key_unique');
    await this.execute(
      'create unique index import_caller_key_unique on import (caller, idempotency_key)',
    );
    // The memory in which trigrams are collected. With the default of one megabyte, a chunk of an import
    // is written in many small parts, which are then read and merged again.
    await this.execute(
      "insert into record_search (record_search, rank) values ('hashsize', 16777216)",
    );
    await countReasonsOfImports(this.getEntityManager().getKysely());
  }
}
