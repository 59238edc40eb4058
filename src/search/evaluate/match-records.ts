import { limitConcurrency } from '../../concurrency/semaphore.js';
import type { Database } from '../../database/database.js';
import type { Bitmap } from '../columns/column-matcher.js';
import type { Condition } from '../condition.js';
import { type IndexState, readIndexState } from '../index/index-state.js';
import { evaluateBlocks } from './evaluate-blocks.js';
import { readBlockSizes } from './read-block-sizes.js';
import { readTail, type TailRecord } from './read-tail.js';
import { newSearchCost, type SearchCost } from './search-cost.js';
import { planSearch, type SearchPlan } from './search-plan.js';
import { TimeSlices } from './time-slices.js';

/** Whether figures have to be exact, or may be a little off. */
export type Accuracy = 'EXACT' | 'FAST';

/** The records of blocks that satisfy a condition. */
export interface BlockMatches {
  /** By the number of the block; removed records are left out. */
  readonly bitmaps: readonly Bitmap[];
  /** Whether they are known one by one. */
  readonly isExact: boolean;
  /** By what numbers of records have to be multiplied; 1 if the matches are exact. */
  readonly factor: number;
}

/** The records that satisfy a condition. */
export interface RecordMatches extends BlockMatches {
  readonly state: IndexState;
  /** Those that are in no block yet, in the order of their ids. */
  readonly tail: readonly TailRecord[];
}

// Each needs some megabytes of memory.
const takeTurn = limitConcurrency(2);

/** Finds all records that satisfy a condition, at a single moment. */
export async function matchRecords(
  database: Database,
  condition: Condition,
  accuracy: Accuracy = 'EXACT',
  cost = newSearchCost(),
): Promise<RecordMatches> {
  const state = await readIndexState(database.reader);
  const plan = await planSearch(database, condition);
  const matches = await matchPlan(database, state, plan, accuracy, cost);
  return { state, ...matches, tail: await readTail(database, state, plan.condition) };
}

/** Finds the records of all blocks that satisfy a condition. Those that are in no block are the caller's. */
export async function matchBlocks(
  database: Database,
  state: IndexState,
  condition: Condition,
  accuracy: Accuracy = 'EXACT',
  cost = newSearchCost(),
): Promise<BlockMatches> {
  return matchPlan(database, state, await planSearch(database, condition), accuracy, cost);
}

/** The same for a condition that was looked up in the vocabulary. */
async function matchPlan(
  database: Database,
  state: IndexState,
  plan: SearchPlan,
  _accuracy: Accuracy,
  cost: SearchCost,
): Promise<BlockMatches> {
  return takeTurn(async () => {
    const sizes = await readBlockSizes(database, state);
    const slices = new TimeSlices();
    const bitmaps = await evaluateBlocks({ database, state, plan, cost, slices }, sizes);
    return { bitmaps, isExact: true, factor: 1 };
  });
}
