/** The position of a cell in a row of CSV. */
export interface CellPlace {
  readonly from: number;
  readonly to: number;
  /** Whether it is quoted; its position includes the quotes. */
  readonly isQuoted: boolean;
}

const [quote, carriageReturn] = ['"', '\r'];

/**
 * Finds the cells of a row, one after the other. A quote that does not open a cell closed by another
 * quote is an ordinary character.
 *
 * @param row without the line feed that ends it
 */
export function* findCells(row: string, delimiter: string): Generator<CellPlace> {
  const length = lengthWithoutReturns(row);
  for (let from = 0; from <= length; ) {
    const place = findCell(row, from, length, delimiter);
    yield place;
    from = place.to + 1;
  }
}

/** The cells of a row without the quotes around them, see {@link findCells}. */
export function parseCells(row: string, delimiter: string): string[] {
  const length = lengthWithoutReturns(row);
  if (!row.includes(quote)) return row.slice(0, length).split(delimiter);
  const cells: string[] = [];
  for (let at = 0; at <= length; ) {
    const { from, to, isQuoted } = findCell(row, at, length, delimiter);
    cells.push(
      isQuoted ? row.slice(from + 1, to - 1).replaceAll('""', quote) : row.slice(from, to),
    );
    at = to + 1;
  }
  return cells;
}

/** The names of columns without what precedes them in CDX: a delimiter, and `CDX`. */
export const stripCdxMark = (names: readonly string[]): readonly string[] =>
  names[0] === '' && names[1] === 'CDX' ? names.slice(2) : names;

function findCell(row: string, from: number, length: number, delimiter: string): CellPlace {
  const close = row[from] === quote ? findClosingQuote(row, from + 1, length, delimiter) : -1;
  if (close !== -1) return { from, to: close + 1, isQuoted: true };
  const next = row.indexOf(delimiter, from);
  return { from, to: next === -1 ? length : next, isQuoted: false };
}

/** The length of a row without the carriage returns before its line feed. */
export function lengthWithoutReturns(row: string): number {
  let length = row.length;
  while (length > 0 && row[length - 1] === carriageReturn) length -= 1;
  return length;
}

/** The position of the quote that closes a cell; -1 if there is none before a delimiter or the end. */
function findClosingQuote(row: string, from: number, length: number, delimiter: string): number {
  for (let at = row.indexOf(quote, from); at !== -1; at = row.indexOf(quote, at + 2)) {
    if (row[at + 1] === quote) continue;
    return at + 1 >= length || row[at + 1] === delimiter ? at : -1;
  }
  return -1;
}
