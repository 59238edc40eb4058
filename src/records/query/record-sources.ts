import { type RawBuilder, sql } from 'kysely';
import type { Database } from '../../database/database.js';
import type { Condition } from './condition.js';
import { textCandidates } from './condition-to-sql.js';

// Reading this many rows by id costs about as much as the walk that common text needs.
const rareTextLimit = 5000;

// The most that the searches of one statement read in that way for one text.
const rareTextTotal = 50_000;

/**
 * Chooses the `from` clauses by which the searches of one statement read the records.
 *
 * For a page, rare text is read from the search index and then sorted. Common text is found by
 * walking the sort order and stopping early, which the index could not do. Neither alone is fast
 * for both. Where all matching rows are read, the table is better than the index for common text on
 * some engines. The same text in many searches is looked up once, and each of them reads its rows.
 */
export function recordSources(
  database: Database,
  conditions: readonly Condition[],
  wanted: 'page' | 'all',
): Promise<RawBuilder<unknown>[]> {
  const { searchIndex } = database.engine;
  const texts = conditions.map(textCandidates);
  const uses = Map.groupBy(texts, (candidates) => JSON.stringify(candidates));
  const known = new Map<string, Promise<RawBuilder<unknown> | undefined>>();
  const limitOf = (key: string) =>
    wanted === 'all' && searchIndex.servesCommonText
      ? Infinity
      : Math.min(rareTextLimit, Math.floor(rareTextTotal / (uses.get(key)?.length ?? 1)));
  return Promise.all(
    texts.map(async (candidates) => {
      if (candidates === undefined) return sql`record`;
      const key = JSON.stringify(candidates);
      const found =
        known.get(key) ?? searchIndex.candidateRecords(candidates, limitOf(key), database);
      known.set(key, found);
      return (await found) ?? sql`record`;
    }),
  );
}
