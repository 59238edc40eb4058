import { type RawBuilder, sql } from 'kysely';
import type { Engine, TextCandidates } from '../../database/engine.js';
import type { Condition } from './condition.js';

/** The condition as an SQL expression over the table `record`. */
export function conditionSql(condition: Condition, engine: Engine): RawBuilder<unknown> {
  if ('all' in condition) return joined(condition.all, engine, sql` and `, sql`1 = 1`);
  if ('any' in condition) return joined(condition.any, engine, sql` or `, sql`1 = 0`);
  if ('not' in condition) return sql`not (${conditionSql(condition.not, engine)})`;
  if ('date' in condition) {
    return sql`record.date ${sql.raw(condition.operator)} ${engine.storedInstant(condition.date)}`;
  }
  if ('text' in condition) {
    return sql`instr(${sql.ref(`record.${condition.column}`)}, ${condition.text}) > 0`;
  }
  if ('recordId' in condition) return sql`record.id = ${condition.recordId}`;
  if ('siteId' in condition) return sql`record.site_id = ${condition.siteId}`;
  // No site has the id 0: an unknown host is a condition that does not hold, and not an unknown one.
  return sql`record.site_id = coalesce((select id from site where host = ${condition.host}), 0)`;
}

function joined(
  parts: readonly Condition[],
  engine: Engine,
  operator: RawBuilder<unknown>,
  whenEmpty: RawBuilder<unknown>,
): RawBuilder<unknown> {
  if (parts.length === 0) return whenEmpty;
  return sql`(${sql.join(
    parts.map((part) => conditionSql(part, engine)),
    operator,
  )})`;
}

// The search index knows texts by their runs of three characters.
const shortestIndexed = 3;

/** What the search index can tell of the condition; undefined when it cannot narrow it down. */
export function textCandidates(condition: Condition): TextCandidates | undefined {
  if ('text' in condition) {
    const { text } = condition;
    return [...text].length < shortestIndexed ? undefined : { text };
  }
  if ('all' in condition) {
    // Of a single record, the text is read at once.
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
