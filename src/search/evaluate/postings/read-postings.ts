import { sql } from 'kysely';
import { prefetch } from '../../../concurrency/prefetch.js';
import type { Database } from '../../../database/database.js';
import { bucketOf } from '../../format/trigram.js';
import type { SearchCost } from '../search-cost.js';
import type { BlockSize } from './read-block-sizes.js';

/** Which lists to read of a block. */
export interface ListsOfBlock {
  readonly size: BlockSize;
  /** The keys of their trigrams. */
  readonly keys: readonly number[];
}

/** The buckets of a block that contain the lists, by bucket number. */
export interface BucketsOfBlock<Lists extends ListsOfBlock> {
  readonly lists: Lists;
  readonly bucketFor: (key: number) => StoredBucket | undefined;
}

interface StoredBucket {
  readonly places: Buffer;
  readonly positions: Buffer | undefined;
}

// Two megabytes or so at a time, so that SQLite does not hold this thread for long.
const bucketsPerStatement = 800;
const bytesPerStatement = 2_000_000;

const bucketNumbers = 2 ** 14;

/**
 * Reads lists block by block, in the given order, each statement while the lists of the previous one are
 * processed.
 *
 * @param bytesPerList what is expected for a list, and the others in its bucket
 */
export async function* readPostings<Lists extends ListsOfBlock>(
  database: Database,
  blocks: readonly Lists[],
  { positions, bytesPerList, cost }: PostingOptions,
): AsyncGenerator<BucketsOfBlock<Lists>> {
  const perStatement = Math.max(1, Math.min(bucketsPerStatement, bytesPerStatement / bytesPerList));
  const parts = splitBlocks(blocks, perStatement);
  const read = async function* () {
    for (const part of parts) yield await readPart(database, part, positions, cost);
  };
  for await (const part of prefetch(read())) yield* part;
}

interface PostingOptions {
  readonly positions: boolean;
  readonly bytesPerList: number;
  readonly cost: SearchCost;
}

function splitBlocks<Lists extends ListsOfBlock>(blocks: readonly Lists[], perPart: number) {
  const parts: Lists[][] = [];
  let room = 0;
  for (const lists of blocks) {
    if (lists.keys.length > room) {
      parts.push([]);
      room = perPart;
    }
    room -= lists.keys.length;
    parts.at(-1)?.push(lists);
  }
  return parts;
}

async function readPart<Lists extends ListsOfBlock>(
  database: Database,
  part: readonly Lists[],
  positions: boolean,
  cost: SearchCost,
): Promise<BucketsOfBlock<Lists>[]> {
  const numbers = new Set<number>();
  for (const { size, keys } of part) {
    for (const key of keys) numbers.add(numberOf(size, key));
  }
  const from = database.engine.rowsOf(
    [...numbers],
    sql`search_posting as posting on posting.block = given.number >> 14
      and posting.bucket = given.number & 16383`,
  );
  const { rows } = await sql<StoredBucket & { readonly number: number }>`
    select given.number as number, posting.places as places
      ${positions ? sql`, posting.positions as positions` : sql``} from ${from}`.execute(
    database.reader,
  );
  const buckets = new Map<number, StoredBucket>();
  for (const row of rows) {
    buckets.set(Number(row.number), row);
    cost.listBytes += row.places.length + (row.positions?.length ?? 0);
  }
  return part.map((lists) => ({
    lists,
    bucketFor: (key) => buckets.get(numberOf(lists.size, key)),
  }));
}

const numberOf = ({ block, bucketBits }: BlockSize, key: number) =>
  block * bucketNumbers + bucketOf(key, bucketBits);
