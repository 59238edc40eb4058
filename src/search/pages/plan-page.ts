import type { Database } from '../../database/database.js';
import type { SearchPlan } from '../evaluate/search-plan.js';
import { recordsPerBlock } from '../format/block-limits.js';
import type { IndexState } from '../index/index-state.js';
import { estimateShare } from './estimate-share.js';

/** The maximum number of records that are compared in the order of a list, before it is given up. */
const maxWalk = 4000;

// The times of what either way does once for each record or list, on a warm database; only their ratio matters.
const microsecondsPerRecord = 8;
const microsecondsPerList = 12;
const microsecondsPerTailRecord = 0.5;
// Of the statements that find out what to read.
const microsecondsBefore = 2000;

// Few texts are spread evenly.
const margin = 4;
const minWalk = 500;

// Usually, fewer records than a block has are in none. While the index is being built, there are many more,
// and what the index knows is not what they contain.
const maxTailIds = 8 * recordsPerBlock;

/**
 * How many records to compare in the order of a list for a page of it, at most; 0 if it is better to find
 * all matches by the search index at once.
 */
export async function planWalk(
  database: Database,
  state: IndexState,
  plan: SearchPlan,
  pageSize: number,
): Promise<number> {
  const tail = state.lastId - state.indexedTo;
  if (tail > maxTailIds) return maxWalk;
  const share = await estimateShare(database, state, plan);
  const expected = (pageSize + 1) / share;
  if (expected > maxWalk) return 0;
  const lists = plan.leaves.reduce(
    (sum, { kind, trigrams }) =>
      sum + (kind === 'text' ? 2 * trigrams.length : Math.min(maxPrefixLists, trigrams.length)),
    1,
  );
  const searchTime =
    microsecondsBefore +
    tail * microsecondsPerTailRecord +
    lists * state.blocks * microsecondsPerList;
  const isQuicker = expected * microsecondsPerRecord < searchTime;
  return isQuicker ? Math.min(maxWalk, Math.ceil(minWalk + margin * expected)) : 0;
}

// Of a common text of one or two units, some of the lists are enough.
const maxPrefixLists = 20;
