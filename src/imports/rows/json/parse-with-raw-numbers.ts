type Reviver = (key: string, value: unknown, context: { readonly source?: string }) => unknown;

// The types of TypeScript do not know yet what ECMAScript tells a reviver of a value's source.
const parse = JSON.parse as (text: string, reviver: Reviver) => unknown;

/**
 * Reads JSON with every number as the text that stands for it: 0.10, 1e400 and
 * 12345678901234567890 would be other numbers. It must not be nested deeper than a row may be, as a
 * reviver is called level by level.
 */
export function parseWithRawNumbers(text: string): unknown {
  return parse(text, (_key, value, { source }) => (typeof value === 'number' ? source : value));
}
