import { type RawBuilder, sql } from 'kysely';
import type { Engine } from '../database/engine.js';
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
