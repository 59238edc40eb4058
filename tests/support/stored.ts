import { sql } from 'kysely';
import { decodePostings } from '../../src/database/search/posting-list.js';
import { hashTrigram } from '../../src/database/search/trigrams.js';
import type { TestDatabase } from './servers/engines.js';
import { engineUnderTest, type Service, startService } from './service.js';

type Row = Readonly<Record<string, unknown>>;

/** Everything that a database holds, as far as tests compare it. */
export interface Stored {
  readonly records: readonly Row[];
  readonly sites: readonly Row[];
  readonly imports: readonly Row[];
  readonly rejections: readonly Row[];
  /** For each id of the search index, what it is found by: runs of three characters, or their numbers. */
  readonly index: ReadonlyMap<number, string>;
}

/** Reads the tables and the search index behind the service's back. */
export async function storedIn({ app }: Service): Promise<Stored> {
  const { writer } = app.fork();
  const read = async (statement: string) => {
    const { rows } = await sql<Row>`${sql.raw(statement)}`.execute(writer);
    return rows.map((row) => ({ ...row }));
  };
  return {
    records: await read('select record.*, hex(fingerprint) as fingerprint from record order by id'),
    sites: await read('select * from site order by id'),
    imports: await read('select * from import order by id'),
    rejections: await read('select * from rejection order by import_id, item_index'),
    index: onSqlite ? await sqliteIndex(read) : await serverIndex(read),
  };
}

/** Reads the imports in a database that no service of the test is at. */
export async function importsIn({ url }: TestDatabase) {
  const service = await startService({ DATABASE_URL: url });
  try {
    const { imports } = await storedIn(service);
    return imports.map((row): Row => ({ ...row, isFinished: row.finished_at !== null }));
  } finally {
    await service.stop();
  }
}

const onSqlite = engineUnderTest === 'SQLite';

type Read = (statement: string) => Promise<Row[]>;

async function sqliteIndex(read: Read): Promise<Map<number, string>> {
  await read(
    `create virtual table if not exists temp.indexed using fts5vocab(main, record_search, 'instance')`,
  );
  const entries = await read('select doc, term from temp.indexed order by doc, term');
  const byId = Map.groupBy(entries, ({ doc }) => Number(doc));
  return new Map([...byId].map(([id, found]) => [id, joined(found.map(({ term }) => `${term}`))]));
}

async function serverIndex(read: Read): Promise<Map<number, string>> {
  const rows = await read('select trigram, block, ids from record_trigram');
  const byId = new Map<number, string[]>();
  for (const { trigram, block, ids } of rows) {
    const found: number[] = [];
    decodePostings(ids as Buffer, Number(block), Infinity, found);
    for (const id of found) byId.set(id, [...(byId.get(id) ?? []), `${trigram}`]);
  }
  return new Map([...byId].map(([id, trigrams]) => [id, joined(trigrams)]));
}

const joined = (trigrams: Iterable<string>) => [...new Set(trigrams)].sort().join('|');

/** What the search index must hold for the stored records. */
export function wantedIndex({ records }: Stored): Map<number, string> {
  return new Map(
    records.map(({ id, title_folded, uri_folded }) => {
      const points = [...`${title_folded}${uri_folded}`];
      const trigrams = points.slice(2).map((_, at) => points.slice(at, at + 3).join(''));
      return [
        Number(id),
        joined(onSqlite ? trigrams : trigrams.map((each) => `${hashTrigram(each)}`)),
      ];
    }),
  );
}
