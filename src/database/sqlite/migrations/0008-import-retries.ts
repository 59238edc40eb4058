import { Migration } from '@mikro-orm/migrations';

/**
 * An import knows which one it retries, until when it is certainly running, and how far its input was read;
 * a rejection knows the retry that settled it.
 */
export class Migration0008ImportRetries extends Migration {
  override up(): void {
    this.addSql('alter table import add column bytes_read integer null');
    this.addSql('alter table import add column active_until datetime null');
    this.addSql('alter table import add column retry_of integer null');
    this.addSql('create index import_retry_of_index on import (retry_of)');
    this.addSql('alter table rejection add column settled_by integer null');
  }
}
