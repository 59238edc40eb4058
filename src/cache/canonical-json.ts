import { isExactNumber } from '../exact-number.js';

// Deeper than any input of the schema; what is nested deeper is refused anyway.
const deepest = 64;

/**
 * JSON with the members of every object in one order, so that requests that differ only in order
 * and white space are one. Undefined for what is nested more than 64 levels deep, and for numbers that
 * JSON would make equal to other values, see {@link isExactNumber}.
 *
 * Two values have the same JSON only when nothing can tell them apart: a text has its halves of
 * surrogate pairs as escapes, a member `__proto__` is one like all others, `1.0` is the number 1, and
 * of equal members nothing but the last was there after parsing.
 *
 * @param value what `JSON.parse` gave
 */
export function canonicalJson(value: unknown): string | undefined {
  try {
    return written(value, 0);
  } catch (error) {
    if (error instanceof Unwritable) return undefined;
    throw error;
  }
}

class Unwritable extends Error {}

function written(value: unknown, depth: number): string {
  if (typeof value === 'number' && !isExactNumber(value)) throw new Unwritable();
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  if (depth === deepest) throw new Unwritable();
  if (Array.isArray(value)) return `[${value.map((inner) => written(inner, depth + 1)).join()}]`;
  const members = value as Readonly<Record<string, unknown>>;
  const names = Object.keys(members).sort();
  return `{${names.map((name) => `${JSON.stringify(name)}:${written(members[name], depth + 1)}`).join()}}`;
}
