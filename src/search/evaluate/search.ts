import type { TimeSlices } from '../../concurrency/time-slices.js';
import type { Database } from '../../database/database.js';
import type { IndexState } from '../index/index-state.js';
import type { SearchCost } from './search-cost.js';
import type { SearchPlan } from './search-plan.js';

/** A search while it is evaluated. */
export interface Search {
  readonly database: Database;
  /** The blocks that it evaluates, and which records are not in them. */
  readonly state: IndexState;
  readonly plan: SearchPlan;
  readonly cost: SearchCost;
  readonly slices: TimeSlices;
}
