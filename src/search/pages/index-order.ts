import type { Condition } from '../condition.js';
import type { ListOrder } from './list-order.js';

/** A condition in two parts that must both hold. */
export interface SplitCondition {
  /** What an index of the table decides: it has the records that satisfy this one after another, in the order. */
  readonly byIndex: readonly Condition[];
  /** What has to be decided record by record. */
  readonly others: readonly Condition[];
}

/** Splits a condition by what the indexes of the table can do for lists in this order. */
export function splitByIndex(condition: Condition, { key }: ListOrder): SplitCondition {
  const byIndex: Condition[] = [];
  const others: Condition[] = [];
  let hasPrefix = false;
  for (const part of partsOf(condition)) {
    const isPrefix = !hasPrefix && isIndexPrefix(part, key);
    if (isPrefix) hasPrefix = true;
    if (isPrefix || (key === 'date' && 'date' in part)) byIndex.push(part);
    else others.push(part);
  }
  return { byIndex, others };
}

/** The conditions that must all hold; constant ones among them are left out. */
function partsOf(condition: Condition): Condition[] {
  if ('all' in condition) return condition.all.flatMap(partsOf);
  return 'text' in condition && condition.text === '' ? [] : [condition];
}

/** Whether an index begins with the column: of sites, with dates; of imports, with ids. */
function isIndexPrefix(condition: Condition, key: ListOrder['key']): boolean {
  return key === 'date' ? 'siteId' in condition || 'host' in condition : 'importId' in condition;
}

/** Whether a condition names a single record, which is read by its id. */
export function isSingleRecord(condition: Condition): boolean {
  return partsOf(condition).some(
    (part) => 'recordId' in part || ('any' in part && part.any.length === 0),
  );
}
