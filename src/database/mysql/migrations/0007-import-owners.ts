import { Migration } from '@mikro-orm/migrations';

/** The imports of one owner are listed without reading those of all others. */
export class Migration0007ImportOwners extends Migration {
  // One statement, which the server commits by itself.
  override isTransactional(): boolean {
    return false;
  }

  override async up(): Promise<void> {
    // It may have been done when this was interrupted before it was recorded.
    const indexes = await this.execute(`select index_name from information_schema.statistics
      where table_schema = database() and table_name = 'import' and index_name = 'import_caller_id_index'`);
    if (indexes.length > 0) return;
    await this.execute('alter table import add index import_caller_id_index (caller, id)');
  }
}
