import { getTokenState, type StoredToken } from '../../viewer/tokens/token-file.js';

/** Formats the tokens as a table, a line for each, without hashes. */
export function formatTokenTable(tokens: readonly StoredToken[], now: number): string {
  if (tokens.length === 0) return 'There are no tokens.\n';
  const rows = tokens.map((token) => [
    token.id,
    token.name,
    getTokenState(token, now),
    token.expiresAt?.slice(0, 10) ?? 'never',
    token.scopes.join(' '),
  ]);
  const table = [['id', 'name', 'state', 'expires', 'scopes'], ...rows];
  const widths = [0, 1, 2, 3].map((column) =>
    Math.max(...table.map((row) => row[column]?.length ?? 0)),
  );
  return table
    .map((row) => `${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}\n`)
    .join('');
}
