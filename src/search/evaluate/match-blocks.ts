import { limitConcurrency } from '../../concurrency/semaphore.js';
import { TimeSlices } from '../../concurrency/time-slices.js';
import type { Database } from '../../database/database.js';
import type { Bitmap } from '../columns/column-matcher.js';
import type { Condition } from '../condition.js';
import type { IndexState } from '../index/index-state.js';
import { emptyBitmap, isEmptyBitmap } from './bitmap.js';
import { defaultSampling, estimateMatches } from './estimate-matches.js';
import { evaluateBlocks } from './evaluate-blocks.js';
import { type BlockMatches, findOnce } from './matches-cache.js';
import { readBlockSizes } from './postings/read-block-sizes.js';
import { searchCostOf } from './search-cost.js';
import { isNever, planSearch, type SearchPlan } from './search-plan.js';

/** Whether figures have to be exact, or may be a little off: by 2 % or 5 records. */
export type Accuracy = 'EXACT' | 'FAST';

// Each needs some megabytes of memory.
const takeTurn = limitConcurrency(2);

/** Finds the records of all blocks that satisfy a condition. Those that are in no block are the caller's. */
export async function matchBlocks(
  database: Database,
  state: IndexState,
  condition: Condition,
  accuracy: Accuracy = 'EXACT',
  sampling = defaultSampling,
): Promise<BlockMatches> {
  return matchPlan(database, state, await planSearch(database, condition), accuracy, sampling);
}

/**
 * The same for a condition that was looked up in the vocabulary. If candidates are enough, the result may
 * contain records that do not match, too.
 *
 * @param sampling when matches are estimated, if they may be
 */
export async function matchPlan(
  database: Database,
  state: IndexState,
  plan: SearchPlan,
  accuracy: Accuracy | 'CANDIDATES',
  sampling = defaultSampling,
): Promise<BlockMatches> {
  const isByText = plan.leaves.length > 0 || isNever(plan.root);
  searchCostOf(database).ways.add(isByText ? 'lists' : 'columns');
  const { blocks, indexedTo, revision } = state;
  const key = JSON.stringify([plan.condition, blocks, indexedTo, revision, accuracy]);
  return findOnce(database, key, () =>
    takeTurnOf(database, async () => {
      const sizes = await readBlockSizes(database, state);
      const slices = new TimeSlices(database.signal);
      const search = { database, state, plan, cost: searchCostOf(database), slices };
      const estimated =
        accuracy === 'FAST' ? await estimateMatches(search, sizes, sampling) : undefined;
      const { bitmaps, isExact } =
        estimated ?? (await evaluateBlocks(search, sizes, accuracy !== 'CANDIDATES'));
      return { bitmaps: bitmaps.map(withoutEmpty), isExact };
    }),
  );
}

/** A search that waits for others ends in time as well. */
async function takeTurnOf<Result>(
  { signal }: Database,
  search: () => Promise<Result>,
): Promise<Result> {
  const turn = takeTurn(() => {
    signal?.throwIfAborted();
    return search();
  });
  if (signal === undefined) return turn;
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const abort = () => reject(signal.reason);
  signal.addEventListener('abort', abort);
  try {
    return await Promise.race([turn, aborted]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

/** Bitmaps without any bits are all the same one, as many matches are in few blocks. */
const withoutEmpty = (bitmap: Bitmap) => (isEmptyBitmap(bitmap) ? emptyBitmap : bitmap);
