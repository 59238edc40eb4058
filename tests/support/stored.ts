import type { Service } from './service.js';

type Row = Readonly<Record<string, unknown>>;

/** Everything that a database holds, as far as tests compare it. */
export interface Stored {
  readonly records: readonly Row[];
  readonly sites: readonly Row[];
  readonly imports: readonly Row[];
  readonly rejections: readonly Row[];
  /** For each id of the search index, the runs of three characters by which it is found. */
  readonly index: ReadonlyMap<number, string>;
}

/** Reads the tables and the search index behind the service's back. */
export async function storedIn({ app }: Service): Promise<Stored> {
  const connection = app.fork().em.getConnection('write');
  const read = (sql: string) => connection.execute<Row[]>(sql);
  await read(
    `create virtual table if not exists temp.indexed using fts5vocab(main, record_search, 'instance')`,
  );
  const entries = (await read('select doc, term from temp.indexed order by doc, term')) as {
    doc: number;
    term: string;
  }[];
  const byId = Map.groupBy(entries, ({ doc }) => doc);
  return {
    records: await read('select *, hex(fingerprint) as fingerprint from record order by id'),
    sites: await read('select * from site order by id'),
    imports: await read('select * from import order by id'),
    rejections: await read('select * from rejection order by import_id, item_index'),
    index: new Map([...byId].map(([id, found]) => [id, joined(found.map(({ term }) => term))])),
  };
}

const joined = (trigrams: Iterable<string>) => [...trigrams].sort().join('|');

/** What the search index must hold for the stored records. */
export function wantedIndex({ records }: Stored): Map<number, string> {
  return new Map(
    records.map(({ id, title_folded, uri_folded }) => {
      const points = [...`${title_folded}${uri_folded}`];
      const trigrams = points.slice(2).map((_, at) => points.slice(at, at + 3).join(''));
      return [Number(id), joined(new Set(trigrams))];
    }),
  );
}
