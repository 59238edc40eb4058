import { sql } from 'kysely';
import type { TestDatabase } from './servers/engines.js';
import { type Service, startService } from './service.js';
import { readStoredIndex, type StoredIndex, textsOf } from './stored-index.js';

type Row = Readonly<Record<string, unknown>>;

/** Everything that a database holds, as far as tests compare it. */
export interface Stored {
  readonly records: readonly Row[];
  readonly sites: readonly Row[];
  readonly imports: readonly Row[];
  readonly rejections: readonly Row[];
  readonly index: StoredIndex;
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
    index: await readStoredIndex(read),
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

/** What the search index must hold for the stored records. */
export function wantedIndex({ records, index }: Stored): StoredIndex {
  const indexed = records.filter(({ id }) => Number(id) <= index.indexedTo);
  return {
    indexedTo: index.indexedTo,
    tail: records.length - indexed.length,
    texts: new Map(indexed.map((record) => [Number(record.id), textsOf(record)])),
  };
}
