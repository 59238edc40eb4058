import { Migration } from '@mikro-orm/migrations';

/** An import knows how many of its rejections were not kept, and how many bytes the others take. */
export class Migration0006RejectionsNotKept extends Migration {
  // One statement, which the server commits by itself.
  override isTransactional(): boolean {
    return false;
  }

  override async up(): Promise<void> {
    // It may have been done when this was interrupted before it was recorded.
    const columns = await this.execute(`select column_name from information_schema.columns
      where table_schema = database() and table_name = 'import' and column_name = 'rejections_not_kept'`);
    if (columns.length > 0) return;
    await this.execute(`alter table import
      add column rejections_not_kept int not null default 0,
      add column rejection_bytes bigint not null default 0`);
  }
}
