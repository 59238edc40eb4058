import { Migration } from '@mikro-orm/migrations';

/**
 * An import knows which one it retries, until when it is certainly running, and how far its input was read;
 * a rejection knows the retry that settled it.
 */
export class Migration0009ImportRetries extends Migration {
  // The server commits each statement by itself.
  override isTransactional(): boolean {
    return false;
  }

  override async up(): Promise<void> {
    // Each may have been executed when this was interrupted before it was recorded.
    if (!(await this.#hasColumn('import', 'retry_of'))) {
      await this.execute(`alter table import
        add column bytes_read bigint null,
        add column active_until datetime(3) null,
        add column retry_of bigint null,
        add index import_retry_of_index (retry_of)`);
    }
    // Without a foreign key, for which a server would copy a large table.
    if (!(await this.#hasColumn('rejection', 'settled_by'))) {
      await this.execute('alter table rejection add column settled_by bigint null');
    }
  }

  async #hasColumn(table: string, column: string): Promise<boolean> {
    const columns = await this.execute(`select column_name from information_schema.columns
      where table_schema = database() and table_name = '${table}' and column_name = '${column}'`);
    return columns.length > 0;
  }
}
