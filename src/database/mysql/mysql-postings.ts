import { CompiledQuery, sql } from 'kysely';
import { prefetch } from '../../concurrency/prefetch.js';
import { foldingVersion } from '../../text/fold-text.js';
import { rowsPerInsert } from '../engine.js';
import { decodePostings, PostingList, toBlock } from '../search/posting-list.js';
import { visitTrigramNumbers } from '../search/trigrams.js';
import type { Statements } from '../statements.js';
import { keepPrepared } from './mysql-prepared.js';

/**
 * A column of the index that every insert must provide. It is named after the version of the folding, so
 * that a program of another version cannot import: its records would not be found. It can still search.
 */
const foldingColumn = `folding_${foldingVersion}`;

// Computing their trigrams blocks this thread for some milliseconds.
const recordsPerRead = 250;

/**
 * Writes the trigrams of all records with an id above `lastId`. While this thread computes the trigrams
 * of some records, the server writes the lists of the previous block, and reads the next records.
 */
export async function addPostings(lastId: number, writer: Statements): Promise<void> {
  let lists: PostingLists = new Map();
  let block = toBlock(lastId + 1);
  let writing = Promise.resolve();
  try {
    for await (const records of prefetch(readRecordsAfter(lastId, writer))) {
      for (const { id, title_folded, uri_folded } of records) {
        if (toBlock(id) !== block) {
          await writing;
          writing = insertBlock(block, lists, writer);
          // Its failure is noticed when the next block is written, or at the end.
          writing.catch(() => {});
          lists = new Map();
          block = toBlock(id);
        }
        addTo(lists, id, title_folded + uri_folded);
      }
    }
  } finally {
    await writing;
  }
  await insertBlock(block, lists, writer);
}

async function* readRecordsAfter(lastId: number, writer: Statements) {
  for (let from: number | undefined = lastId; from !== undefined; ) {
    const records = await writer
      .selectFrom('record')
      .select(['id', 'title_folded', 'uri_folded'])
      .where('id', '>', from)
      .orderBy('id')
      .limit(recordsPerRead)
      .execute();
    yield records;
    from = records.length < recordsPerRead ? undefined : records.at(-1)?.id;
  }
}

/** The lists of one block, by their trigrams. */
type PostingLists = Map<number, PostingList>;

function addTo(lists: PostingLists, id: number, text: string): void {
  visitTrigramNumbers(text, (trigram) => {
    let list = lists.get(trigram);
    if (list === undefined) {
      list = new PostingList();
      lists.set(trigram, list);
    }
    list.add(id);
  });
}

async function insertBlock(block: number, lists: PostingLists, writer: Statements): Promise<void> {
  // In the order of the table, so that each of its pages is written once.
  const trigrams = Uint32Array.from(lists.keys()).sort();
  for (let from = 0; from < trigrams.length; from += rowsPerInsert) {
    const part = [...trigrams.subarray(from, from + rowsPerInsert)];
    const statement = `insert into record_trigram (trigram, block, ids, ${foldingColumn})
      values ${part.map(() => '(?, ?, ?, 1)').join(', ')}
      on duplicate key update ids = concat(ids, values(ids))`;
    // Full inserts are all the same statement, as for other tables.
    if (part.length === rowsPerInsert) keepPrepared(statement);
    const values = part.flatMap((trigram) => [trigram, block, lists.get(trigram)?.bytes()]);
    await writer.getExecutor().executeQuery(CompiledQuery.raw(statement, values));
  }
}

/** The sizes of some trigrams' lists, at one moment. */
export interface PostingSizes {
  /** The last record at that moment. Imports are serialised, so all records up to it are complete. */
  readonly lastId: number;
  /** The bytes of each list; a missing one is empty. */
  readonly bytes: ReadonlyMap<number, number>;
}

/** Reads how long the lists of some trigrams are. */
export async function readPostingSizes(
  trigrams: readonly number[],
  reader: Statements,
): Promise<PostingSizes> {
  const { rows } = await sql<{ trigram: number; size: string; lastId: number }>`
    select trigram, sum(length(ids)) as size, (select max(id) from record) as lastId
    from record_trigram where trigram in (${sql.join(trigrams)}) group by trigram`.execute(reader);
  return {
    lastId: rows[0]?.lastId ?? 0,
    bytes: new Map(rows.map(({ trigram, size }) => [trigram, Number(size)])),
  };
}

/** Reads, for each trigram, the ids up to `lastId` of the records that contain it. */
export async function readPostingLists(
  trigrams: readonly number[],
  lastId: number,
  reader: Statements,
): Promise<ReadonlyMap<number, readonly number[]>> {
  const lists = new Map<number, number[]>(trigrams.map((trigram) => [trigram, []]));
  if (trigrams.length === 0) return lists;
  const { rows } = await sql<{ trigram: number; block: number; ids: Buffer }>`
    select trigram, block, ids from record_trigram
    where trigram in (${sql.join(trigrams)}) order by trigram, block`.execute(reader);
  for (const { trigram, block, ids } of rows) {
    decodePostings(ids, block, lastId, lists.get(trigram) ?? []);
  }
  return lists;
}
