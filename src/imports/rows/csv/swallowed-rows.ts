import { assessLikeness, closerLikeness, type Likeness, type RowShape } from '../row-shape.js';
import { findCells, parseCells } from './csv-cells.js';

/** A quote that nobody closed, though another one far behind it seems to. */
export interface StrayQuote {
  /** Where it stands in the record. */
  readonly at: number;
  /** How many cells there are up to the one that it opens. */
  readonly cells: number;
  /** Where the first line behind it begins that is a row. */
  readonly rowAt: number;
}

/** What shows that lines of a cell are rows, and no text that somebody wrote there. */
interface Evidence {
  /** How far a line looks like a row that is one. */
  readonly row: readonly Likeness[];
  /** And one that is a row where others are. */
  readonly among: readonly Likeness[];
  /**
   * And the first line and the last one, where both are rows. One of them may look like it by what
   * stands before the cell, or behind it.
   */
  readonly first: readonly Likeness[];
  readonly last: readonly Likeness[];
}

const inCommas: Evidence = {
  row: ['row'],
  among: ['row', 'uri', 'date', 'short', 'long'],
  first: ['row', 'uri'],
  last: ['row'],
};
// Texts have commas, but hardly any tabs.
const inTabs: Evidence = {
  ...inCommas,
  row: ['row', 'uri'],
  first: ['row', 'uri', 'date', 'cells'],
};
// Of a record at which something else is wrong, nothing is to be read as it stands.
const inUnsound: Evidence = {
  row: ['row', 'uri', 'date', 'long'],
  among: ['row', 'uri', 'date', 'short', 'long'],
  first: ['row', 'uri', 'date', 'cells', 'short', 'long', 'none'],
  last: ['row', 'uri', 'date', 'long'],
};

// Each may take 20 µs, and 16 MB hold half a million lines that could be rows.
const mostLookedAt = 10_000;

const lineFeed = '\n';
const uriStart = /https?:/gi;

/**
 * Finds the quote in a record of several lines that is not meant to open a cell, as lines behind it are
 * rows. Undefined where there is none.
 *
 * @param isSound whether the record is one, with as many cells as there are columns
 */
export function findStrayQuote(
  record: Buffer,
  shape: RowShape,
  isSound: boolean,
): StrayQuote | undefined {
  const inSound = shape.delimiter === '\t' ? inTabs : inCommas;
  const evidence = isSound ? inSound : inUnsound;
  // A character for each byte, so that places are those in the record.
  const text = record.toString('latin1');
  const lines = new Lines(text, record, shape);
  let [feed, cells] = [text.indexOf(lineFeed), 0];
  for (const { from, to, isQuoted } of findCells(text, shape.delimiter)) {
    cells += 1;
    while (feed !== -1 && feed < from) feed = text.indexOf(lineFeed, feed + 1);
    if (!isQuoted || feed === -1 || feed > to) continue;
    const rowAt = rowIn({ feed, to }, lines, evidence);
    if (rowAt !== undefined) return { at: from, cells, rowAt };
  }
  return undefined;
}

/**
 * Where the first row begins behind a quote that nothing closes; undefined where no line is one.
 *
 * @param record up to the end of a line; the cell is not closed in it
 * @param quote where the quote stands
 */
export function findRowBehind(record: Buffer, quote: number, shape: RowShape): number | undefined {
  const text = record.toString('latin1');
  const feed = text.indexOf(lineFeed, quote);
  const cell = { feed, to: text.length + 1 };
  return feed === -1 ? undefined : rowIn(cell, new Lines(text, record, shape), inCommas);
}

/** Where the first line of a cell ends, and where the cell does. */
interface LinesOfCell {
  readonly feed: number;
  readonly to: number;
}

/** Where the first row begins that a cell in quotes has swallowed. */
function rowIn(
  { feed, to }: LinesOfCell,
  lines: Lines,
  { row, among, first, last }: Evidence,
): number | undefined {
  for (let at = lines.withUri(feed + 1); at !== -1 && at <= to; ) {
    const isLast = lines.end(at) >= to;
    const isRow = isLast
      ? last.includes(lines.lastLikeness(at)) && first.includes(lines.likeness(0, feed))
      : row.includes(lines.likeness(at));
    if (isRow) return lines.find(among, feed + 1, at);
    at = lines.withUri(lines.end(at) + 1);
  }
  return undefined;
}

/** The lines of a record, by where they begin. */
class Lines {
  #left = mostLookedAt;

  constructor(
    private readonly text: string,
    private readonly record: Buffer,
    private readonly shape: RowShape,
  ) {}

  end(lineAt: number): number {
    const end = this.text.indexOf(lineFeed, lineAt);
    return end === -1 ? this.text.length : end;
  }

  /** The next line that has the beginning of a uri somewhere; -1 where there is none. */
  withUri(from: number): number {
    uriStart.lastIndex = from;
    const found = uriStart.exec(this.text);
    return found === null ? -1 : this.text.lastIndexOf(lineFeed, found.index) + 1;
  }

  /** The first line that looks as wanted; the last one where none of those before it does. */
  find(wanted: readonly Likeness[], from: number, last: number): number {
    for (let at = from; at < last; at = this.end(at) + 1) {
      if (wanted.includes(this.likeness(at))) return at;
    }
    return last;
  }

  /** How far the line looks like a row in which a cell ends, perhaps with another one of several lines. */
  lastLikeness(lineAt: number): Likeness {
    return closerLikeness(this.likeness(lineAt), this.likeness(lineAt, this.text.length));
  }

  /** How far a line looks like a row; or several, of which all but the last are in a cell in quotes. */
  likeness(lineAt: number, end = this.end(lineAt)): Likeness {
    if (this.#left === 0 || !this.#hasUriCell(lineAt, end)) return 'none';
    this.#left -= 1;
    const { delimiter } = this.shape;
    const line = this.record.toString('utf8', lineAt, end);
    const likeness = assessLikeness(parseCells(line, delimiter), this.shape);
    // Two odd quotes may seem to be around several cells.
    return likeness === 'row' || !line.includes('"')
      ? likeness
      : closerLikeness(likeness, assessLikeness(line.split(delimiter), this.shape));
  }

  /** Whether there are cells up to that of the uri, as nearly no line of a text has them. */
  #hasUriCell(from: number, to: number): boolean {
    const { uri, delimiter } = this.shape;
    let left = uri;
    for (let at = from; at < to && left > 0; at += 1) if (this.text[at] === delimiter) left -= 1;
    return left === 0 && to > from;
  }
}
