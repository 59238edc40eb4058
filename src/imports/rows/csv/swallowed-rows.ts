import { assessLikeness, closerLikeness, type Likeness, type RowShape } from '../row-shape.js';
import { findCells, parseCells } from './csv-cells.js';

/** A quote that was never closed, although a much later one seems to close it. */
export interface StrayQuote {
  /** Its position in the record. */
  readonly at: number;
  /** The number of cells up to the one that it opens. */
  readonly cells: number;
  /** Where the first line after it that is a row begins. */
  readonly rowAt: number;
}

/** The evidence that lines of a cell are rows, rather than its text. */
interface Evidence {
  /** The likeness of a line that is certainly a row. */
  readonly row: readonly Likeness[];
  /** The likeness of a line that is a row if others are. */
  readonly among: readonly Likeness[];
  /**
   * The likeness of the first line and the last one, if both are rows. One of them alone may look like a
   * row because of what precedes or follows the cell.
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
// Prose has commas, but hardly any tabs.
const inTabs: Evidence = {
  ...inCommas,
  row: ['row', 'uri'],
  first: ['row', 'uri', 'date', 'cells'],
};
// A record with another fault is rejected anyway, so less evidence is enough.
const inUnsound: Evidence = {
  row: ['row', 'uri', 'date', 'long'],
  among: ['row', 'uri', 'date', 'short', 'long'],
  first: ['row', 'uri', 'date', 'cells', 'short', 'long', 'none'],
  last: ['row', 'uri', 'date', 'long'],
};

// Each may take 20 µs, and 16 MB contain half a million candidate lines.
const maxCandidates = 10_000;

const lineFeed = '\n';
const uriStart = /https?:/gi;

/**
 * Finds the quote in a record of several lines that was not meant to open a cell, because lines after it
 * are rows. Undefined if there is none.
 *
 * @param isSound whether the record has no fault, and as many cells as there are columns
 */
export function findStrayQuote(
  record: Buffer,
  shape: RowShape,
  isSound: boolean,
): StrayQuote | undefined {
  const inSound = shape.delimiter === '\t' ? inTabs : inCommas;
  const evidence = isSound ? inSound : inUnsound;
  // One character for each byte, so that positions are those in the record.
  const text = record.toString('latin1');
  const lines = new Lines(text, record, shape);
  let [feed, cells] = [text.indexOf(lineFeed), 0];
  for (const { from, to, isQuoted } of findCells(text, shape.delimiter)) {
    cells += 1;
    while (feed !== -1 && feed < from) feed = text.indexOf(lineFeed, feed + 1);
    if (!isQuoted || feed === -1 || feed > to) continue;
    const rowAt = findRowIn({ feed, to }, lines, evidence);
    if (rowAt !== undefined) return { at: from, cells, rowAt };
  }
  return undefined;
}

/**
 * Where the first row begins after an unclosed quote; undefined if no line is one.
 *
 * @param record up to the end of a line; the cell is not closed in it
 * @param quote the position of the quote
 */
export function findRowBehind(record: Buffer, quote: number, shape: RowShape): number | undefined {
  const text = record.toString('latin1');
  const feed = text.indexOf(lineFeed, quote);
  const cell = { feed, to: text.length + 1 };
  return feed === -1 ? undefined : findRowIn(cell, new Lines(text, record, shape), inCommas);
}

/** The end of the first line of a cell, and the end of the cell. */
interface LinesOfCell {
  readonly feed: number;
  readonly to: number;
}

/** Where the first row that a quoted cell has swallowed begins. */
function findRowIn(
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

/** The lines of a record, by their first positions. */
class Lines {
  #left = maxCandidates;

  constructor(
    private readonly text: string,
    private readonly record: Buffer,
    private readonly shape: RowShape,
  ) {}

  end(lineAt: number): number {
    const end = this.text.indexOf(lineFeed, lineAt);
    return end === -1 ? this.text.length : end;
  }

  /** The next line that contains the beginning of a URI; -1 if there is none. */
  withUri(from: number): number {
    uriStart.lastIndex = from;
    const found = uriStart.exec(this.text);
    return found === null ? -1 : this.text.lastIndexOf(lineFeed, found.index) + 1;
  }

  /** The first line with one of these likenesses; the last one if none before it has. */
  find(likenesses: readonly Likeness[], from: number, last: number): number {
    for (let at = from; at < last; at = this.end(at) + 1) {
      if (likenesses.includes(this.likeness(at))) return at;
    }
    return last;
  }

  /** The likeness of a line in which a cell ends, perhaps followed by another one of several lines. */
  lastLikeness(lineAt: number): Likeness {
    return closerLikeness(this.likeness(lineAt), this.likeness(lineAt, this.text.length));
  }

  /** The likeness of a line, or of several, all but the last of which are in a quoted cell. */
  likeness(lineAt: number, end = this.end(lineAt)): Likeness {
    if (this.#left === 0 || !this.#hasUriCell(lineAt, end)) return 'none';
    this.#left -= 1;
    const { delimiter } = this.shape;
    const line = this.record.toString('utf8', lineAt, end);
    const likeness = assessLikeness(parseCells(line, delimiter), this.shape);
    // Two odd quotes may seem to enclose several cells.
    return likeness === 'row' || !line.includes('"')
      ? likeness
      : closerLikeness(likeness, assessLikeness(line.split(delimiter), this.shape));
  }

  /** Whether there are cells up to that of the URI, which nearly no line of prose has. */
  #hasUriCell(from: number, to: number): boolean {
    const { uri, delimiter } = this.shape;
    let left = uri;
    for (let at = from; at < to && left > 0; at += 1) if (this.text[at] === delimiter) left -= 1;
    return left === 0 && to > from;
  }
}
