import { randomInt } from 'node:crypto';
import { Migration } from '@mikro-orm/migrations';

/**
 * The version of the data, under which responses are cached. It starts at random, so that databases
 * that share a Redis have no version in common.
 */
export class Migration0002DataVersion extends Migration {
  override up(): void {
    this.addSql(
      'create table data_version (id integer not null primary key, version integer not null)',
    );
    this.addSql(`insert into data_version (id, version) values (1, ${randomInt(1, 2 ** 40)})`);
  }
}
