import { stripByteOrderMark } from '../input/byte-chunks.js';
import { dropComments } from '../input/skip-lines.js';

/** The CSV dialect, as far as the first lines show it. */
export interface CsvStart {
  readonly delimiter: string;
  /** Whether the first line is not the header but one like `sep=;`, which Excel writes and reads. */
  readonly hasDelimiterLine: boolean;
  /** Whether the header ends in a carriage return without a line feed. */
  readonly endsInReturn: boolean;
  /** Whether spaces precede the quotes of the header, as in `"title", "uri"`. */
  readonly isSpaced: boolean;
}

// Programs write semicolons where the comma is the decimal separator, as Excel does in most of Europe.
const delimiters = [',', ';', '\t'] as const;

// A longer header is judged by its beginning: it may arrive byte by byte, and is inspected each time.
const maxInspectedBytes = 1 << 14;

/** Whether the beginning of CSV is enough for {@link detectCsvStart}. */
export function hasWholeHeader(start: Buffer, comment?: string): boolean {
  if (start.length >= maxInspectedBytes) return true;
  const lines = readFirstLines(start, comment);
  return lines.length > (findNamedDelimiter(lines) === undefined ? 1 : 2);
}

/**
 * Detects the dialect of CSV from its beginning, up to the end of its header, without comments. The delimiter is the one
 * named by a line `sep=;`, or else the most frequent one in the header outside quotes; in a tie, the first
 * of comma, semicolon and tab.
 */
export function detectCsvStart(start: Buffer, comment?: string): CsvStart {
  const lines = readFirstLines(start, comment);
  const named = findNamedDelimiter(lines);
  const header = (named === undefined ? lines[0] : lines[1]) ?? '';
  return {
    isSpaced: /^ *"[,;] +"/.test(header),
    delimiter: named ?? findMostFrequent(header),
    hasDelimiterLine: named !== undefined,
    // Several before a line feed come from programs that end lines twice.
    endsInReturn: /\r[^\r]/.test(lines[0] ?? '') || /\r[^\r]/.test(header),
  };
}

/** The first lines without quoted text, one character for each byte. */
function readFirstLines(start: Buffer, comment?: string): string[] {
  const given = stripByteOrderMark(start.subarray(0, maxInspectedBytes)).toString('latin1');
  const text = dropComments(given, comment).replace(/^[\r\n]+/, '');
  return text.replace(/"[^"]*(?:"|$)/g, '"').split('\n', 3);
}

const findNamedDelimiter = ([first = '']: readonly string[]) =>
  /^sep=([^\w"\r\x80-\xff])\r*$/i.exec(first)?.[1];

function findMostFrequent(header: string): string {
  const counts = delimiters.map((delimiter) => header.split(delimiter).length);
  return delimiters[counts.indexOf(Math.max(...counts))] ?? ',';
}
