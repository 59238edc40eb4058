import type { Condition } from '../../search/condition.js';

// SQLite accepts 32,766 parameters in a statement, but planning one is slow long before that.
const maxSize = 2000;

/**
 * Splits the keys of a batch if their conditions are too large for one statement, and reads each part.
 * A single filter is never too large, see `filterToCondition`.
 */
export async function readInBatches<Key, Value>(
  keys: readonly Key[],
  conditionOf: (key: Key) => Condition,
  read: (part: readonly Key[]) => Promise<Value[]>,
): Promise<Value[]> {
  const parts: Key[][] = [];
  let room = 0;
  for (const key of keys) {
    const size = sizeOf(conditionOf(key));
    if (size > room) {
      parts.push([]);
      room = maxSize;
    }
    room -= size;
    parts.at(-1)?.push(key);
  }
  return (await Promise.all(parts.map(read))).flat();
}

/** The number of comparisons and of the operators between them, at least 1. */
function sizeOf(condition: Condition): number {
  const joined = 'all' in condition ? condition.all : 'any' in condition ? condition.any : [];
  const inner = 'not' in condition ? [condition.not] : joined;
  return inner.reduce((total, each) => total + sizeOf(each), 1);
}
