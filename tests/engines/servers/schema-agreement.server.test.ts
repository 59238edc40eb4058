import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { MikroORM } from '@mikro-orm/sql';
import { engineForUrl } from '../../../src/database/engine-for-url.js';
import { onMySql } from '../../support/own-server.js';
import type { TestDatabase } from '../../support/servers/engines.js';
import { migratedDatabase } from '../../support/service.js';

let database: TestDatabase;
let orm: MikroORM;
beforeAll(async () => {
  database = await migratedDatabase();
  // MySqlDriver finds differences on MariaDB where there are none.
  const url = onMySql ? database.url : database.url.replace('mysql:', 'mariadb:');
  orm = await (await engineForUrl(url)).connect();
});
afterAll(async () => {
  await orm.close(true);
  await database.drop();
});

// Entities know neither character sets nor the lengths of texts and bytes, which are the same thing
// on SQLite; and a key that begins a longer index needs none of its own.
const agreed = [
  "alter table `import` modify `caller` varchar(255) not null default 'anonymous'",
  'alter table `import` modify `idempotency_key` varchar(255) null',
  'alter table `import` modify `request_hash` blob null',
  'alter table `record` add index `record_site_id_index` (`site_id`)',
  'alter table `record` modify `fingerprint` blob not null',
  'alter table `record` modify `uri_folded` text not null',
  'alter table `record` modify `uri` varchar(2048) not null',
  'alter table `rejection` add index `rejection_import_id_index` (`import_id`)',
  'alter table `rejection` modify `item_index` int unsigned not null',
  'alter table `rejection` modify `reasons` text not null',
  'alter table `rejection` modify `received` text not null',
  'alter table `site` modify `host` varchar(260) not null',
];

test('the migrations create the tables that the entities describe', async () => {
  const found = await orm.schema.getUpdateSchemaSQL({ wrap: false, dropTables: false });
  expect(
    found
      .split(/;\n/)
      .map((statement) => statement.trim())
      .filter(Boolean)
      .sort(),
  ).toEqual(agreed);
});
