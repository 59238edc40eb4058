import { Migration } from '@mikro-orm/migrations';

/** The version of the data, under which responses are cached. */
export class Migration0002DataVersion extends Migration {
  override up(): void {
    this.addSql(
      'create table data_version (id integer not null primary key, version integer not null)',
    );
    this.addSql('insert into data_version (id, version) values (1, 1)');
  }
}
