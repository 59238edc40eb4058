import { Migration } from '@mikro-orm/migrations';

/** The imports of one owner are listed without reading those of all others. */
export class Migration0006ImportOwners extends Migration {
  override up(): void {
    this.addSql('create index import_caller_id_index on import (caller, id)');
  }
}
