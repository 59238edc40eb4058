import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { MikroORM } from '@mikro-orm/sql';
import { engineForUrl } from '../../src/database/engine-for-url.js';
import { entities } from '../../src/database/entities.js';

let migrated: MikroORM;
let generated: MikroORM;

beforeAll(async () => {
  migrated = await (await engineForUrl('sqlite::memory:')).connect();
  await migrated.migrator.up();
  generated = await (await engineForUrl('sqlite::memory:')).connect();
  await generated.schema.create();
});
afterAll(() => Promise.all([migrated.close(true), generated.close(true)]));

type Row = Readonly<Record<string, unknown>>;

interface Index {
  readonly name: unknown;
  readonly unique: unknown;
  readonly columns: string;
}

const ask = (orm: MikroORM, sql: string) => orm.em.getConnection().execute<Row[]>(sql);

async function columnsOf(orm: MikroORM, table: string) {
  const columns = await ask(orm, `pragma table_info(${table})`);
  const compared = columns.map(({ name, type, notnull, pk }) => ({
    name,
    // Both have the same affinity, and a primary key must be called integer to be the row's id.
    type: String(type).toLowerCase().replace('bigint', 'integer'),
    notnull,
    pk,
  }));
  // Columns that were added later stand at the end.
  return compared.sort((a, b) => String(a.name).localeCompare(String(b.name)));
}

async function indexesOf(orm: MikroORM, table: string): Promise<Index[]> {
  const indexes = await ask(orm, `pragma index_list(${table})`);
  const all = await Promise.all(
    indexes.map(async ({ name, unique }) => {
      const columns = await ask(orm, `pragma index_info(${name})`);
      return { name, unique, columns: columns.map((column) => `${column.name},`).join('') };
    }),
  );
  // The generator gives each foreign key an index, also where a longer one begins with its column.
  const needed = all.filter(
    ({ name, columns, unique }) =>
      unique === 1 ||
      !all.some((other) => other.name !== name && other.columns.startsWith(columns)),
  );
  return needed.sort((a, b) => String(a.name).localeCompare(String(b.name)));
}

async function foreignKeysOf(orm: MikroORM, table: string) {
  const keys = await ask(orm, `pragma foreign_key_list(${table})`);
  return keys.map(({ from, to, table: target }) => `${from} -> ${target}.${to}`).sort();
}

test.each(entities.map(({ meta }) => meta.tableName))(
  'the migrations create the table %s as its entity describes',
  async (table) => {
    expect(await columnsOf(migrated, table)).toEqual(await columnsOf(generated, table));
    expect(await indexesOf(migrated, table)).toEqual(await indexesOf(generated, table));
    expect(await foreignKeysOf(migrated, table)).toEqual(await foreignKeysOf(generated, table));
    expect(await columnsOf(migrated, table)).not.toEqual([]);
  },
);
