import { type RawBuilder, sql } from 'kysely';
import type { Database } from '../../database/database.js';
import type { Condition } from '../../search/condition.js';
import { textCandidates } from '../../search/condition-to-sql.js';

// Reading this many rows by id takes about as long as walking the sort order does for common text.
const rareTextLimit = 5000;

// The maximum number of rows that all searches of one statement together read by id for one text.
const rareTextTotal = 50_000;

/**
 * Chooses the `from` clause of each search in one statement.
 *
 * For a page, rare text is looked up in the search index, and the rows are sorted. Common text is found
 * by walking the sort order and stopping early, which the index cannot do. Neither alone is fast for
 * both. If all matching rows are read, some engines read the table faster than the index for common
 * text. A text that occurs in several searches is looked up once, and each search reads its rows.
 *
 * @param needed whether the first rows of a page are needed, or all matching rows
 */
export function chooseRecordSources(
  database: Database,
  conditions: readonly Condition[],
  needed: 'page' | 'all',
): Promise<RawBuilder<unknown>[]> {
  const { searchIndex } = database.engine;
  const texts = conditions.map(textCandidates);
  const uses = Map.groupBy(texts, (candidates) => JSON.stringify(candidates));
  const known = new Map<string, Promise<RawBuilder<unknown> | undefined>>();
  const limitOf = (key: string) =>
    needed === 'all' && searchIndex.servesCommonText
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
