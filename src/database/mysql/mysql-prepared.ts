const kept = new Set<string>();

/**
 * Has every connection keep a statement prepared that is run very often. Each text takes the server
 * memory for good, so there must be few. Its numbers travel as doubles, its instants in UTC.
 */
export function keepPrepared(sql: string): void {
  kept.add(sql);
}

/**
 * Whether a statement is prepared. What has no parameters is asked again and again, like the version of
 * the data. Others are mostly not worth it, whose parameters then need types of their own.
 */
export function isPrepared(sql: string, parameters: readonly unknown[]): boolean {
  return kept.has(sql) || (parameters.length === 0 && sql.startsWith('select '));
}
