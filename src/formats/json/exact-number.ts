/**
 * Whether a number of JSON survives being read and written: `1e400` becomes infinite and is written as
 * null, -0 is written as 0, and whole numbers beyond 2^53 lose their last digits. Values whose JSON is
 * equal are therefore not always equal to a resolver.
 */
export function isExactNumber(value: number): boolean {
  if (!Number.isFinite(value) || Object.is(value, -0)) return false;
  return !Number.isInteger(value) || Number.isSafeInteger(value);
}
