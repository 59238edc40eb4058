import { decodeColumns, type StoredColumns } from '../../src/search/columns/column-block.js';
import {
  countOccurrences,
  decodeOccurrences,
  findPositions,
  visitLists,
} from '../../src/search/format/list-reader.js';
import { bucketOf, type IndexedColumn, trigramKeys } from '../../src/search/format/trigram.js';

type Row = Readonly<Record<string, unknown>>;
type Read = (statement: string) => Promise<readonly Row[]>;

/** What the search index holds. */
export interface StoredIndex {
  readonly indexedTo: number;
  /** How many records the index counts in its tail. */
  readonly tail: number;
  /** For each indexed record, where each trigram is in its texts, and its columns. */
  readonly texts: ReadonlyMap<number, string>;
}

/** Reads the index behind the service's back, and checks that its parts agree with each other. */
export async function readStoredIndex(read: Read): Promise<StoredIndex> {
  const [state] = await read('select * from search_state');
  const vocabulary = await read('select * from search_trigram');
  const counts = new Map<number, number>();
  const texts = new Map<number, string>();
  for (let block = 0; block < Number(state?.blocks); block += 1) {
    const [row] =
      await read(`select block, first_id as firstId, last_id as lastId, records, bucket_bits,
      offsets, times, sites, imports from search_block where block = ${block}`);
    const buckets = await read(`select * from search_posting where block = ${block}`);
    const columns = decodeColumns(row as unknown as StoredColumns);
    if (columns.lastId !== Number(row?.lastId)) throw new Error(`The end of block ${block}`);
    const found = readOccurrences(buckets, Number(row?.bucket_bits), counts);
    for (let place = 0; place < columns.records; place += 1) {
      const facts = [columns.timeAt(place), columns.sites[place], columns.importAt(place)];
      if (facts[1] !== 0) texts.set(columns.idAt(place), describe(facts, found.get(place) ?? []));
    }
  }
  for (const { trigram, records } of vocabulary) {
    const counted = counts.get(Number(trigram));
    if (counted !== Number(records)) throw new Error(`${trigram}: ${records}, not ${counted}`);
  }
  if (vocabulary.length !== counts.size) throw new Error('The vocabulary has too few trigrams.');
  return { indexedTo: Number(state?.indexed_to), tail: Number(state?.tail_folding_2), texts };
}

/** The trigrams of each place, with their positions. */
function readOccurrences(buckets: readonly Row[], bits: number, counts: Map<number, number>) {
  const found = new Map<number, string[]>();
  for (const { bucket, places, positions } of buckets) {
    visitLists(places as Buffer, (key, list) => {
      if (bucketOf(key, bits) !== Number(bucket)) throw new Error(`Bucket of ${key}`);
      counts.set(key, (counts.get(key) ?? 0) + list.count);
      const stored = findPositions(positions as Buffer, list.index);
      const out = new Uint32Array(countOccurrences(list, stored));
      const count = decodeOccurrences(list, stored, 0, out);
      for (const occurrence of out.subarray(0, count)) {
        const place = occurrence >>> 16;
        const trigrams = found.get(place);
        const entry = `${key}@${occurrence & 0xffff}`;
        if (trigrams === undefined) found.set(place, [entry]);
        else trigrams.push(entry);
      }
    });
  }
  return found;
}

/** What the index must hold of a record. */
export function textsOf(record: Row): string {
  const trigrams = (['title_folded', 'uri_folded'] as const).flatMap((column: IndexedColumn) =>
    trigramKeys(column, `${record[column]}\0`).map((key, at) => `${key}@${at}`),
  );
  const facts = [Number(record.date), Number(record.site_id), Number(record.import_id)];
  return describe(facts, trigrams);
}

const describe = (facts: readonly unknown[], trigrams: readonly string[]) =>
  `${facts.join(' ')}: ${[...trigrams].sort().join(' ')}`;
