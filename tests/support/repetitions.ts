/**
 * How often a suite repeats something random. The gate repeats it in full (`RECORDS_TEST_FULL=true`);
 * `npm test` by itself less often, to save time.
 */
export function repetitions(full: number, part: number): number {
  return process.env.RECORDS_TEST_FULL === 'true' ? full : part;
}
