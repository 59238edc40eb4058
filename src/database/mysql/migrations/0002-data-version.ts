import { randomInt } from 'node:crypto';
import { Migration } from '@mikro-orm/migrations';

/**
 * The version of the data, under which responses are cached. It starts at random, so that databases
 * that share a Redis have no version in common.
 */
export class Migration0002DataVersion extends Migration {
  override isTransactional(): boolean {
    return false;
  }

  override up(): void {
    this.addSql(
      'create table if not exists data_version (id int not null primary key, version bigint unsigned not null) engine = innodb',
    );
    this.addSql(
      `insert ignore into data_version (id, version) values (1, ${randomInt(1, 2 ** 40)})`,
    );
  }
}
