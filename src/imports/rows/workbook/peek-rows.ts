import type { SheetRow } from './sheet-row.js';

/** The first rows of a sheet, and all of them. */
export interface PeekedRows {
  readonly first: readonly SheetRow[];
  readonly rows: AsyncGenerator<readonly SheetRow[]>;
}

/** Reads rows until there are so many, or to the end. An error meanwhile is thrown after the rows before it. */
export async function peekRows(
  rows: AsyncGenerator<readonly SheetRow[]>,
  count: number,
): Promise<PeekedRows> {
  const first: SheetRow[] = [];
  let fault: { readonly error: unknown } | undefined;
  try {
    while (first.length < count) {
      const { done, value } = await rows.next();
      if (done) break;
      first.push(...value);
    }
  } catch (error) {
    fault = { error };
  }
  return { first, rows: join(first, rows, fault) };
}

async function* join(
  first: readonly SheetRow[],
  rest: AsyncGenerator<readonly SheetRow[]>,
  fault: { readonly error: unknown } | undefined,
): AsyncGenerator<readonly SheetRow[]> {
  try {
    if (first.length > 0) yield first;
    if (fault !== undefined) throw fault.error;
    yield* rest;
  } finally {
    await rest.return(undefined);
  }
}

const maxRepeated = 1000;

/**
 * The rows that are neither skipped nor comments, with repeated ones as often as they are.
 *
 * @param skipped the number of the last row that is skipped
 * @param comment how the first cell of a comment begins
 */
export async function* selectRows(
  rows: AsyncIterable<readonly SheetRow[]>,
  skipped: number,
  comment: string | undefined,
): AsyncGenerator<readonly SheetRow[]> {
  for await (const list of rows) {
    let selected: SheetRow[] = [];
    for (const row of list) {
      if (comment !== undefined && row.cells[0]?.startsWith(comment)) continue;
      const end = row.line + (row.repeated ?? 1);
      for (let line = Math.max(row.line, skipped + 1); line < end; line += 1) {
        selected.push(line === row.line ? row : { ...row, line });
        if (selected.length < maxRepeated) continue;
        yield selected;
        selected = [];
      }
    }
    if (selected.length > 0) yield selected;
  }
}
