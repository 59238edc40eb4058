import { TimeSlices } from '../../concurrency/time-slices.js';
import type { Database } from '../../database/database.js';
import type { Engine } from '../../database/engine.js';
import { type ColumnState, loadColumns } from '../columns/column-cache.js';
import { createColumnMatcher } from '../columns/column-matcher.js';
import { type Figure, Tally } from './tally.js';

const figures: ReadonlySet<Figure> = new Set(['days', 'sites', 'range']);
const matchAll = createColumnMatcher({ all: [] });

const totals = new WeakMap<Engine, Totals>();

/**
 * The figures of all records in blocks: counts by day and by site, and the range of dates. They are kept in
 * memory, so that only new blocks are added; the first call reads the columns of all.
 *
 * @returns undefined if they are of a later state, as a replica lags
 */
export async function readTotals(
  database: Database,
  state: ColumnState,
): Promise<Tally | undefined> {
  let known = totals.get(database.engine);
  if (known === undefined || !known.belongsTo(state)) {
    known = new Totals(state.revision);
    totals.set(database.engine, known);
  }
  return known.upTo(database, state);
}

class Totals {
  readonly #tally = new Tally(figures);
  #blocks = 0;
  #indexedTo = 0;
  #adding = Promise.resolve();

  constructor(private readonly revision: number) {}

  /** Not if the same number of blocks ends elsewhere: a backup was restored. */
  belongsTo({ revision, blocks, indexedTo }: ColumnState): boolean {
    return revision === this.revision && (blocks !== this.#blocks || indexedTo === this.#indexedTo);
  }

  /** The caller must use the figures at once: they are extended in place. */
  async upTo(database: Database, state: ColumnState): Promise<Tally | undefined> {
    if (this.#blocks < state.blocks) {
      // One request adds the blocks, and the others wait for it. What it leaves to do, the next one does.
      const done = this.#adding.then(() => this.#add(database, state));
      this.#adding = done.catch(() => {});
      await done;
    }
    return this.#blocks === state.blocks ? this.#tally : undefined;
  }

  async #add(database: Database, state: ColumnState): Promise<void> {
    const slices = new TimeSlices(database.signal);
    for await (const columns of loadColumns(database, state, this.#blocks)) {
      this.#tally.addBlock(columns, matchAll(columns));
      this.#blocks = columns.block + 1;
      this.#indexedTo = columns.lastId;
      await slices.pause();
    }
  }
}
