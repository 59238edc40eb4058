import { Migration } from '@mikro-orm/migrations';

/** An import knows how many of its rejections were not kept, and how many bytes the others take. */
export class Migration0005RejectionsNotKept extends Migration {
  override up(): void {
    this.addSql('alter table import add column rejections_not_kept integer not null default 0');
    this.addSql('alter table import add column rejection_bytes integer not null default 0');
  }
}
