import { sql } from 'kysely';
import { prefetch } from '../../concurrency/prefetch.js';
import { TimeSlices } from '../../concurrency/time-slices.js';
import type { Database } from '../../database/database.js';
import { BlockBuilder } from '../format/block-builder.js';
import { recordsPerBlock } from '../format/block-limits.js';
import { type IndexState, lowerTail } from './index-state.js';
import { readRecordsAfter } from './read-records.js';
import { writeBlock } from './write-block.js';

/** What {@link addBlocks} adds. */
export interface BlocksToAdd {
  /** The number of records in the tail, as far as it is known. */
  readonly tail: number;
  readonly maxBlocks: number;
}

// The memory of a builder, some 40 MB, is used again by the next block of a long import: the garbage
// collector would take more time for it than indexing does.
let spare: BlockBuilder | undefined;
let spareTimer: NodeJS.Timeout | undefined;
const keepSpareMs = 5000;

function takeBuilder(): BlockBuilder {
  const builder = spare ?? new BlockBuilder();
  spare = undefined;
  builder.clear();
  return builder;
}

function keepBuilder(builder: BlockBuilder): void {
  spare = builder;
  clearTimeout(spareTimer);
  spareTimer = setTimeout(() => {
    spare = undefined;
  }, keepSpareMs).unref();
}

/**
 * Adds blocks in a transaction that holds the lock of the data, as long as the tail has enough records to
 * fill one. A block is closed early where its records are long, see `BlockBuilder`.
 *
 * @returns the number of records that were indexed
 */
export async function addBlocks(
  database: Database,
  { blocks, indexedTo }: Pick<IndexState, 'blocks' | 'indexedTo'>,
  { tail, maxBlocks }: BlocksToAdd,
): Promise<number> {
  const slices = new TimeSlices();
  const builder = takeBuilder();
  let added = 0;
  let indexed = 0;
  const isDone = () => added === maxBlocks || tail - indexed < recordsPerBlock;
  const close = async () => {
    await writeBlock(database, blocks + added, builder);
    added += 1;
    indexed += builder.length;
    indexedTo = builder.columns().lastId;
    builder.clear();
  };
  reading: for await (const records of prefetch(readRecordsAfter(indexedTo, database.writer))) {
    for (const record of records) {
      if (!builder.accepts(record)) {
        await close();
        if (isDone()) break reading;
      }
      builder.add(record);
    }
    await slices.pause();
  }
  if (builder.length === recordsPerBlock) await close();
  keepBuilder(builder);
  if (added === 0) return 0;
  await sql`update search_state set blocks = blocks + ${added}, indexed_to = ${indexedTo},
    ${lowerTail(indexed)} where id = 1`.execute(database.writer);
  return indexed;
}
