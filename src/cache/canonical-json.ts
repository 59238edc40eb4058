// Deeper than any input of the schema; what is nested deeper is refused anyway.
const deepest = 64;

/**
 * JSON with the members of every object in one order, so that requests that differ only in order
 * and white space are one. Undefined for what is nested more than 64 levels deep.
 *
 * @param value what `JSON.parse` gave
 */
export function canonicalJson(value: unknown): string | undefined {
  try {
    return written(value, 0);
  } catch (error) {
    if (error instanceof TooDeep) return undefined;
    throw error;
  }
}

class TooDeep extends Error {}

function written(value: unknown, depth: number): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  if (depth === deepest) throw new TooDeep();
  if (Array.isArray(value)) return `[${value.map((inner) => written(inner, depth + 1)).join()}]`;
  const members = value as Readonly<Record<string, unknown>>;
  const names = Object.keys(members).sort();
  return `{${names.map((name) => `${JSON.stringify(name)}:${written(members[name], depth + 1)}`).join()}}`;
}
