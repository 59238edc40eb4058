import { Migration } from '@mikro-orm/migrations';
import { countReasonsOfImports } from '../../migrations/count-reasons.js';

/**
 * Idempotency keys belong to their caller, and an import counts its rejected items by reason. A caller
 * is stored as bytes, as strings that differ only in trailing spaces are equal here.
 */
export class Migration0004ImportsAtScale extends Migration {
  override isTransactional(): boolean {
    return false;
  }

  override async up(): Promise<void> {
    // A statement is atomic, so one of its columns shows whether it was executed.
    if (!(await this.#hasCaller())) {
      await this.execute(`alter table import
        add column caller varbinary(255) not null default 'anonymous',
        add column reason_counts text null,
        drop index import_idempotency_key_unique,
        add unique index import_caller_key_unique (caller, idempotency_key)`);
    }
    await countReasonsOfImports(this.getEntityManager().getKysely());
  }

  async #hasCaller(): Promise<boolean> {
    const columns = await this.execute(`select column_name from information_schema.columns
      where table_schema = database() and table_name = 'import' and column_name = 'caller'`);
    return columns.length > 0;
  }
}
