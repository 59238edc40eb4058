import { CompiledQuery, type Kysely } from 'kysely';
import type { RecordTables } from '../../migrations/folding-2/refold-records.js';

// Frozen: part of migrations that have run on databases out there; see ../../migrations/README.md. Never
// edit it. This is a copy of how the search index was written when version 2 of the folding was made.

const recordsPerRead = 250;
const rowsPerInsert = 250;
const idsPerBlock = 4096;

/** Writes the trigrams of all records to an empty table. */
export async function fillIndex(database: Kysely<RecordTables>, table: string): Promise<void> {
  let block = 0;
  let lists: PostingLists = new Map();
  for (let lastId: number | undefined = 0; lastId !== undefined; ) {
    const records = await database
      .selectFrom('record')
      .select(['id', 'title_folded', 'uri_folded'])
      .where('id', '>', lastId)
      .orderBy('id')
      .limit(recordsPerRead)
      .execute();
    for (const { id, title_folded, uri_folded } of records) {
      const blockOfRecord = Math.floor(id / idsPerBlock);
      if (blockOfRecord !== block) {
        await insertBlock(database, table, block, lists);
        lists = new Map();
        block = blockOfRecord;
      }
      addPostings(lists, id, title_folded + uri_folded);
    }
    lastId = records.at(-1)?.id;
  }
  await insertBlock(database, table, block, lists);
}

/** The ids of a block in which a trigram is found, by its number. */
export type PostingLists = Map<number, PostingList>;

interface PostingList {
  readonly bytes: number[];
  last: number;
}

/** Adds the trigrams of a record, whose id is not below those that were added before. */
export function addPostings(lists: PostingLists, id: number, text: string): void {
  const place = id % idsPerBlock;
  for (const trigram of trigramNumbers(text)) {
    let list = lists.get(trigram);
    if (list === undefined) {
      list = { bytes: [], last: -1 };
      lists.set(trigram, list);
    }
    const step = place - list.last;
    if (step === 0) continue;
    if (list.last >= 0 && step < 0x80) list.bytes.push(step);
    else list.bytes.push(0x80 | (place >> 8), place & 0xff);
    list.last = place;
  }
}

function* trigramNumbers(text: string): Generator<number> {
  let first = -1;
  let second = -1;
  for (const character of text) {
    const third = character.codePointAt(0) ?? 0;
    if (first >= 0) yield mix(mix(mix(0x811c9dc5, first), second), third) >>> 0;
    first = second;
    second = third;
  }
}

/** A step of FNV-1a, over code points. */
const mix = (hash: number, point: number) => Math.imul(hash ^ point, 0x01000193);

async function insertBlock(
  database: Kysely<RecordTables>,
  table: string,
  block: number,
  lists: PostingLists,
): Promise<void> {
  const trigrams = Uint32Array.from(lists.keys()).sort();
  for (let from = 0; from < trigrams.length; from += rowsPerInsert) {
    const part = [...trigrams.subarray(from, from + rowsPerInsert)];
    const statement = `insert into ${table} (trigram, block, ids, folding_2)
      values ${part.map(() => '(?, ?, ?, 1)').join(', ')}`;
    const values = part.flatMap((trigram) => [
      trigram,
      block,
      Buffer.from(lists.get(trigram)?.bytes ?? []),
    ]);
    await database.executeQuery(CompiledQuery.raw(statement, values));
  }
}
