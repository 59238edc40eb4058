import { quote, quoteNames } from '../../text/clean-text.js';
import type { ReceivedItem } from '../normalise/normalise-record.js';
import type { RejectionReason } from '../normalise/rejection-reason.js';
import { beginningLength, maxKeptBytes } from '../store/truncate-item.js';
import { maxRowBytes } from './csv/partial-row.js';
import { mixedText } from './input/mixed-text.js';
import { maxDepth } from './json/row-complexity.js';

/** A row from which no item can be read, as a value of an import: the row as it came, and why. */
export function unreadableRow(raw: string, line: number, why: string): ReceivedItem {
  return rejectedRow(raw, line, { code: 'ROW_UNREADABLE', field: 'item', message: why });
}

/**
 * Like {@link unreadableRow}, for bytes, of which no more is made a text than is kept.
 *
 * @param why what is wrong, said of the row
 */
export function faultyRow(bytes: Buffer, line: number, why: string): ReceivedItem {
  const text =
    bytes.length > maxKeptBytes
      ? `${bytes.subarray(0, beginningLength).toString()}…`
      : withoutLineEnd(bytes.toString());
  return unreadableRow(text, line, `The row on line ${line} ${why}.`);
}

/** Like {@link unreadableRow}, for JSON that is nested too deep. */
export function tooDeepRow(raw: string, line: number): ReceivedItem {
  return unreadableRow(
    raw,
    line,
    `The row on line ${line} is nested over ${maxDepth} levels deep; at most ${maxDepth} are read.`,
  );
}

/** Like {@link unreadableRow}, for bytes that are no text. */
export function foreignRow(bytes: Buffer, line: number): ReceivedItem {
  return unreadableRow(
    bytes.length > maxKeptBytes
      ? `${mixedText(bytes.subarray(0, beginningLength))}…`
      : withoutLineEnd(mixedText(bytes)),
    line,
    `The row on line ${line} has bytes that are no UTF-8, and is kept as if they were Windows-1252; save the file in UTF-8, or convert it, as "iconv -f WINDOWS-1252 -t UTF-8" does.`,
  );
}

/** Like {@link unreadableRow}, for a row of which only the beginning was kept. */
export function tooLongRow(beginning: Buffer, length: number, line: number): ReceivedItem {
  return unreadableRow(
    `${beginning.toString()}…`,
    line,
    `The row on line ${line} has ${length} bytes; at most ${maxRowBytes} are read, and only its beginning is kept.`,
  );
}

/** A row with a value that cannot be the field of an item. */
export function rowWithoutText(
  raw: string,
  line: number,
  field: 'title' | 'uri' | 'date',
  value: unknown,
): ReceivedItem {
  const shown = quote(JSON.stringify(value));
  return rejectedRow(raw, line, {
    code: 'VALUE_NOT_TEXT',
    field,
    message: `The ${field} on line ${line} is ${kindOf(value)}, ${shown}; a text, a number or null is wanted.`,
  });
}

// Enough to see what the rows are like.
const mostNames = 10;

/**
 * A row that is an object and has no field of an item.
 *
 * @param wanted the names under which the fields are looked for
 * @param names those of the members that it has
 */
export function rowWithoutMembers(
  raw: string,
  line: number,
  wanted: readonly string[],
  names: readonly string[],
): ReceivedItem {
  const found = names.length === 0 ? 'no members at all' : quoteNames(names, mostNames);
  return unreadableRow(
    raw,
    line,
    `The row on line ${line} has none of the members ${quoteNames(wanted, mostNames)}; it has ${found}. A map says which ones hold them, like uri=link,date=published.`,
  );
}

/** What a value of JSON is, with its article. */
export function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'string') return 'a text';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

/** A row as it came, without its line end. Blanks and tabs at its ends may be cells. */
const withoutLineEnd = (text: string) => text.replace(/[\r\n]{1,2}$/, '');

const rejectedRow = (raw: string, line: number, fault: RejectionReason): ReceivedItem => ({
  line,
  raw,
  fault,
});
