/**
 * Whether a number of JSON is read, and written again, as the one that it was: `1e400` becomes
 * infinite, which is written as null, -0 as 0, and of whole numbers beyond 2^53 the last digits are
 * lost. What is equal as JSON alone need not be equal to who gets it.
 */
export function isExactNumber(value: number): boolean {
  if (!Number.isFinite(value) || Object.is(value, -0)) return false;
  return !Number.isInteger(value) || Number.isSafeInteger(value);
}
