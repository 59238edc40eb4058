import { stripByteOrderMark } from '../input/byte-chunks.js';

/** How CSV is written, as far as its first lines tell. */
export interface CsvStart {
  readonly delimiter: string;
  /** Whether the first line is one like `sep=;`, which Excel writes and reads, and no header. */
  readonly hasDelimiterLine: boolean;
  /** Whether the header ends in a carriage return without a line feed. */
  readonly endsInReturn: boolean;
}

// Programs write semicolons where the comma stands in numbers, as Excel does in most of Europe.
const delimiters = [',', ';', '\t'] as const;

// A longer header is judged by its beginning: it may come byte by byte, and is looked at each time.
const mostLookedAt = 1 << 14;

/** Whether the beginning of CSV is enough for {@link detectCsvStart}. */
export function hasWholeHeader(start: Buffer): boolean {
  if (start.length >= mostLookedAt) return true;
  const lines = linesOf(start);
  return lines.length > (namedDelimiter(lines) === undefined ? 1 : 2);
}

/**
 * Tells how CSV is written from its beginning, up to the end of its header. The delimiter is the one
 * that a line `sep=;` names, else the one that the header has most often outside of quotes; of several,
 * the first of comma, semicolon and tab.
 */
export function detectCsvStart(start: Buffer): CsvStart {
  const lines = linesOf(start);
  const named = namedDelimiter(lines);
  const header = (named === undefined ? lines[0] : lines[1]) ?? '';
  return {
    delimiter: named ?? mostFrequent(header),
    hasDelimiterLine: named !== undefined,
    // Several before a line feed come of programs that end lines which have an end already.
    endsInReturn: /\r[^\r]/.test(lines[0] ?? '') || /\r[^\r]/.test(header),
  };
}

/** The first lines without what is in quotes, as a character for each byte. */
function linesOf(start: Buffer): string[] {
  const text = stripByteOrderMark(start)
    .toString('latin1')
    .replace(/^[\r\n]+/, '');
  return text.replace(/"[^"]*(?:"|$)/g, '"').split('\n', 3);
}

const namedDelimiter = ([first = '']: readonly string[]) =>
  /^sep=([^\w"\r\x80-\xff])\r*$/i.exec(first)?.[1];

function mostFrequent(header: string): string {
  const counts = delimiters.map((delimiter) => header.split(delimiter).length);
  return delimiters[counts.indexOf(Math.max(...counts))] ?? ',';
}
