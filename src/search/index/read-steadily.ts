import type { Database } from '../../database/database.js';
import { type IndexState, readIndexState } from './index-state.js';

/**
 * Reads what many statements and columns in memory tell together. They do not see one moment of the data,
 * but blocks never change, except when records are removed or blocks are built again: what was read before
 * and after that does not fit together, and is read again, until the time of the search is over. Without blocks there is nothing to compare.
 */
export async function readSteadily<Result>(
  database: Database,
  read: (state: IndexState) => Promise<Result>,
): Promise<Result> {
  for (;;) {
    const state = await readIndexState(database.reader);
    if (state.blocks === 0) return read(state);
    const [outcome] = await Promise.allSettled([read(state)]);
    database.signal?.throwIfAborted();
    const { revision } = await readIndexState(database.reader);
    if (revision !== state.revision) continue;
    if (outcome.status === 'rejected') throw outcome.reason;
    return outcome.value;
  }
}
