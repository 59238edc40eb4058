import { Migration } from '@mikro-orm/migrations';
import type { Tables } from '../../database.js';
import { countReasonsOfImports } from '../../migrations/count-reasons-of-imports.js';

/** Idempotency keys belong to their caller, and an import knows why how many items were rejected. */
export class Migration0003ImportsAtScale extends Migration {
  override async up(): Promise<void> {
    await this.execute("alter table import add column caller text not null default 'anonymous'");
    await this.execute('alter table import add column reason_counts text null');
    await this.execute('drop index import_idempotency_key_unique');
    await this.execute(
      'create unique index import_caller_key_unique on import (caller, idempotency_key)',
    );
    // The memory in which trigrams are gathered. With the megabyte that is usual, a chunk of an import
    // is written in many small parts, which are then read and joined again.
    await this.execute(
      "insert into record_search (record_search, rank) values ('hashsize', 16777216)",
    );
    await countReasonsOfImports(this.getEntityManager().getKysely<Tables>());
  }
}
