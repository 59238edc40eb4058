import { type RawBuilder, sql } from 'kysely';
import type { Database } from '../database/database.js';
import type { TextCandidates } from '../database/engine.js';
import type { Condition } from './condition.js';
import { textCandidates } from './condition-sql.js';

// Reading this many rows by id costs about as much as the walk that common text needs.
const rareTextLimit = 5000;

/**
 * Chooses the `from` clause by which a search reads the records.
 *
 * For a page, rare text is read from the search index and then sorted. Common text is found by
 * walking the sort order and stopping early, which the index could not do. Neither alone is fast
 * for both. Where all matching rows are read, the table is better than the index for common text on
 * some engines. The same text in many searches is counted once.
 */
export function recordSources({ engine, reader }: Database) {
  const { searchIndex } = engine;
  const known = new Map<string, Promise<boolean>>();
  const count = async (candidates: TextCandidates) => {
    const { rows } = await searchIndex.countCandidates(candidates, rareTextLimit).execute(reader);
    return Number(rows[0]?.count) < rareTextLimit;
  };
  function isRare(candidates: TextCandidates): Promise<boolean> {
    const key = JSON.stringify(candidates);
    const rare = known.get(key) ?? count(candidates);
    known.set(key, rare);
    return rare;
  }
  return async (condition: Condition, wanted: 'page' | 'all'): Promise<RawBuilder<unknown>> => {
    const candidates = textCandidates(condition);
    if (candidates === undefined) return sql`record`;
    const byIndex =
      (wanted === 'all' && searchIndex.servesCommonText) || (await isRare(candidates));
    return byIndex ? searchIndex.candidateRecords(candidates) : sql`record`;
  };
}
