import { type RawBuilder, sql } from 'kysely';
import type { Engine, TextCandidates } from '../database/engine.js';
import type { Condition } from './condition.js';

/** Converts a condition to an SQL expression over the table `record`. */
export function conditionToSql(condition: Condition, engine: Engine): RawBuilder<unknown> {
  if ('all' in condition) return joinParts(condition.all, engine, sql` and `, sql`1 = 1`);
  if ('any' in condition) return joinParts(condition.any, engine, sql` or `, sql`1 = 0`);
  if ('not' in condition) return sql`not (${conditionToSql(condition.not, engine)})`;
  if ('date' in condition) {
    return sql`record.date ${sql.raw(condition.operator)} ${engine.storedInstant(condition.date)}`;
  }
  if ('text' in condition) {
    return engine.containsText(sql.ref(`record.${condition.column}`), condition.text);
  }
  if ('recordId' in condition) return sql`record.id = ${condition.recordId}`;
  if ('importId' in condition) return sql`record.import_id = ${condition.importId}`;
  if ('siteId' in condition) return sql`record.site_id = ${condition.siteId}`;
  // No site has the id 0. Without it, the condition on an unknown host would be null and not false.
  return sql`record.site_id = coalesce((select id from site where host = ${condition.host}), 0)`;
}

function joinParts(
  parts: readonly Condition[],
  engine: Engine,
  operator: RawBuilder<unknown>,
  whenEmpty: RawBuilder<unknown>,
): RawBuilder<unknown> {
  if (parts.length === 0) return whenEmpty;
  return sql`(${sql.join(
    parts.map((part) => conditionToSql(part, engine)),
    operator,
  )})`;
}

// The search index is built of trigrams.
const minIndexedLength = 3;

/** What the search index can find of a condition; undefined if it cannot narrow it down. */
export function textCandidates(condition: Condition): TextCandidates | undefined {
  if ('text' in condition) {
    const { text } = condition;
    return [...text].length < minIndexedLength ? undefined : { text };
  }
  if ('all' in condition) {
    // A single record is read by its id, which is faster than any text index.
    if (condition.all.some((part) => 'recordId' in part)) return undefined;
    const all = condition.all.map(textCandidates).filter((part) => part !== undefined);
    return all.length === 0 ? undefined : { all };
  }
  if ('any' in condition) {
    const any = condition.any.map(textCandidates);
    return any.length > 0 && any.every((part) => part !== undefined) ? { any } : undefined;
  }
  return undefined;
}
