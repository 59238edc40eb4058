import { sql } from 'kysely';
import { loadColumns } from '../columns/column-cache.js';
import { conditionToSql } from '../condition-to-sql.js';
import { emptyBitmap, visitPlaces } from './bitmap.js';
import type { BlockEvaluation } from './block-evaluation.js';
import type { Search } from './search.js';

// A few milliseconds on SQLite.
const idsPerStatement = 500;

interface Undecided {
  readonly id: number;
  readonly place: number;
  readonly block: BlockEvaluation;
}

/** Compares the texts of the undecided records of the blocks, and adds those that match. */
export async function verifyUndecided(
  search: Search,
  blocks: readonly BlockEvaluation[],
): Promise<void> {
  let waiting: Undecided[] = [];
  for (const block of blocks) {
    const number = block.size.block;
    for await (const columns of loadColumns(search.database, search.state, number, number + 1)) {
      visitPlaces(block.undecided, (place) => {
        waiting.push({ id: columns.idAt(place), place, block });
      });
    }
    while (waiting.length >= idsPerStatement) {
      await compare(search, waiting.slice(0, idsPerStatement));
      waiting = waiting.slice(idsPerStatement);
    }
  }
  if (waiting.length > 0) await compare(search, waiting);
  for (const block of blocks) block.undecided = emptyBitmap;
}

async function compare(
  { database: { engine, reader }, plan, cost, slices }: Search,
  undecided: readonly Undecided[],
): Promise<void> {
  const from = engine.rowsOf(
    undecided.map(({ id }) => id),
    sql`record on record.id = given.number`,
  );
  const { rows } = await sql<{ id: number }>`select record.id as id from ${from}
    where ${conditionToSql(plan.condition, engine)}`.execute(reader);
  const matching = new Set(rows.map(({ id }) => Number(id)));
  for (const { id, place, block } of undecided) if (matching.has(id)) block.addMatch(place);
  cost.candidates += undecided.length;
  await slices.pause();
}
