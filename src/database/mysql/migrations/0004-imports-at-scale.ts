import { Migration } from '@mikro-orm/migrations';
import type { Tables } from '../../database.js';
import { countReasonsOfImports } from '../../migrations/count-reasons-of-imports.js';

/**
 * Idempotency keys belong to their caller, and an import knows why how many items were rejected. A
 * caller is bytes, as texts are equal here that differ in the spaces at their ends.
 */
export class Migration0004ImportsAtScale extends Migration {
  override isTransactional(): boolean {
    return false;
  }

  override async up(): Promise<void> {
    // One statement is done as a whole or not at all, so one of its columns tells of all of it.
    if (!(await this.#hasCaller())) {
      await this.execute(`alter table import
        add column caller varbinary(255) not null default 'anonymous',
        add column reason_counts text null,
        drop index import_idempotency_key_unique,
        add unique index import_caller_key_unique (caller, idempotency_key)`);
    }
    await countReasonsOfImports(this.getEntityManager().getKysely<Tables>());
  }

  async #hasCaller(): Promise<boolean> {
    const columns = await this.execute(`select column_name from information_schema.columns
      where table_schema = database() and table_name = 'import' and column_name = 'caller'`);
    return columns.length > 0;
  }
}
