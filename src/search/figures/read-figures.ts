import { sql } from 'kysely';
import { TimeSlices } from '../../concurrency/time-slices.js';
import type { Database } from '../../database/database.js';
import { loadColumns } from '../columns/column-cache.js';
import { createColumnMatcher, isWithoutText } from '../columns/column-matcher.js';
import { resolveHosts } from '../columns/resolve-hosts.js';
import type { Condition } from '../condition.js';
import { conditionToSql } from '../condition-to-sql.js';
import type { Sampling } from '../evaluate/estimate-matches.js';
import { type Accuracy, matchBlocks } from '../evaluate/match-blocks.js';
import type { BlockMatches } from '../evaluate/matches-cache.js';
import type { IndexState } from '../index/index-state.js';
import { readSteadily } from '../index/read-steadily.js';
import { addFromTotals, estimateRecords, shapeOf, splitDays } from './condition-shape.js';
import { addGroups, addRows } from './statement-figures.js';
import { loadTail } from './tail.js';
import { countBits, type Figure, Tally } from './tally.js';
import { readTotals } from './totals.js';

/** Which figures of which records to read. */
export interface FigureQuery {
  readonly condition: Condition;
  readonly accuracy: Accuracy;
  readonly figures: readonly Figure[];
}

/**
 * Reads figures, all of the same state of the data, and returns them in the order of the queries.
 *
 * @param sampling when matches are estimated, if they may be
 */
export async function readFigures(
  database: Database,
  queries: readonly FigureQuery[],
  sampling?: Sampling,
): Promise<Tally[]> {
  const conditions = await resolveHosts(
    database,
    queries.map(({ condition }) => condition),
  );
  return readSteadily(database, async (state) => {
    const tallies: Tally[] = [];
    // One after the other: each needs this thread, and memory.
    for (const [index, { accuracy, figures }] of queries.entries()) {
      const tally = new Tally(new Set(figures));
      const condition = conditions[index] ?? { all: [] };
      if (isWithoutText(condition)) await addPlain(tally, database, state, condition);
      else {
        const matches = await matchBlocks(database, state, condition, accuracy, sampling);
        await addMatches(tally, database, state, { condition, matches });
      }
      tallies.push(tally);
    }
    return tallies;
  });
}

// So many records are read by an index of the table faster than all columns are looked through.
const fewRecords = 5000;

async function addPlain(
  tally: Tally,
  database: Database,
  state: IndexState,
  condition: Condition,
): Promise<void> {
  await addIndexed(tally, database, state, condition);
  const tail = await loadTail(database, state);
  if (tail === undefined) {
    await addGroups(tally, database, tailCondition(database, state, condition));
    return;
  }
  const match = createColumnMatcher(condition);
  for (const columns of tail) tally.addBlock(columns, match(columns));
}

async function addIndexed(
  tally: Tally,
  database: Database,
  state: IndexState,
  condition: Condition,
): Promise<void> {
  const totals = await readTotals(database, state);
  if (totals === undefined) {
    await addBlocks(tally, database, state, condition);
    return;
  }
  const shape = shapeOf(condition);
  if (addFromTotals(tally, totals, shape)) return;
  const { whole, rest } = splitDays(shape);
  const left = rest.reduce(
    (sum, { range }) => sum + estimateRecords(totals, { range, sites: shape.sites }),
    0,
  );
  if (left > fewRecords || (whole && !addFromTotals(tally, totals, whole))) {
    await addBlocks(tally, database, state, condition);
    return;
  }
  for (const part of rest) {
    const matches = conditionToSql({ all: [condition, part.condition] }, database.engine);
    await addRows(tally, database, sql`record.id <= ${state.indexedTo} and ${matches}`);
  }
}

async function addBlocks(
  tally: Tally,
  database: Database,
  state: IndexState,
  condition: Condition,
): Promise<void> {
  const match = createColumnMatcher(condition);
  const slices = new TimeSlices(database.signal);
  for await (const columns of loadColumns(database, state)) {
    tally.addBlock(columns, match(columns));
    await slices.pause();
  }
}

function tailCondition({ engine }: Database, state: IndexState, condition: Condition) {
  return sql`record.id > ${state.indexedTo} and record.id <= ${state.lastId}
    and ${conditionToSql(condition, engine)}`;
}

async function addMatches(
  tally: Tally,
  database: Database,
  state: IndexState,
  { condition, matches }: { readonly condition: Condition; readonly matches: BlockMatches },
): Promise<void> {
  const { bitmaps, isExact } = matches;
  tally.isExact = isExact;
  const slices = new TimeSlices(database.signal);
  if (tally.figures.size === 0) for (const found of bitmaps) tally.count += countBits(found);
  else {
    for await (const columns of loadColumns(database, state)) {
      const found = bitmaps[columns.block];
      if (found) tally.addBlock(columns, found);
      await slices.pause();
    }
  }
  const isShort = (await loadTail(database, state)) !== undefined;
  const addTail = isShort ? addRows : addGroups;
  await addTail(tally, database, tailCondition(database, state, condition));
}
