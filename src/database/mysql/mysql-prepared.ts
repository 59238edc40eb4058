const keptStatements = new Set<string>();

/**
 * Makes every connection keep a statement prepared that is executed very often. Each text occupies memory
 * on the server for good, so there must be few. Its numbers are sent as doubles, its instants in UTC.
 */
export function keepPrepared(sql: string): void {
  keptStatements.add(sql);
}

/**
 * Whether a statement is prepared. Queries without parameters are repeated often, like the one for the
 * version of the data. Most others are not worth it, and their parameters would need types.
 */
export function isPrepared(sql: string, parameters: readonly unknown[]): boolean {
  return keptStatements.has(sql) || (parameters.length === 0 && sql.startsWith('select '));
}
