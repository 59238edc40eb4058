import { describeType, isJsonObject } from '../../formats/json/json-value.js';
import { quote, quoteNames } from '../../text/quote.js';
import type { Field } from '../normalise/item-fields.js';
import type { ReceivedItem } from '../normalise/received-item.js';
import type { RejectionReason } from '../normalise/rejection-reason.js';
import { maxDepth } from '../normalise/row-complexity.js';
import { maxKeptBytes, truncatedLength } from '../normalise/truncate-item.js';
import { type ColumnMap, formatColumnMap } from './column-map.js';
import { decodeMixedText } from './input/decode-mixed-text.js';
import { maxRowBytes } from './partial-row.js';

/** A row from which no item can be read: the row as received, and why. */
export function rejectRow(raw: string, line: number, why: string): ReceivedItem {
  return rejectedRow(raw, line, { code: 'ROW_UNREADABLE', field: 'item', message: why });
}

/**
 * Like {@link rejectRow}, for bytes, of which only the stored part is decoded.
 *
 * @param why what is wrong, as a predicate of "The row on line …"
 */
export function rejectBytes(bytes: Buffer, line: number, why: string): ReceivedItem {
  const text =
    bytes.length > maxKeptBytes
      ? `${bytes.subarray(0, truncatedLength).toString()}…`
      : trimLineEnding(bytes.toString());
  return rejectRow(text, line, `The row on line ${line} ${why}.`);
}

/** Like {@link rejectRow}, for JSON that is nested too deeply. */
export function rejectTooDeep(raw: string, line: number): ReceivedItem {
  return rejectRow(
    raw,
    line,
    `The row on line ${line} is nested more than ${maxDepth} levels deep, the maximum.`,
  );
}

/**
 * Like {@link rejectRow}, for bytes that are not UTF-8.
 *
 * @param encoding the one that the input was converted from, if it was
 */
export function rejectNonUtf8(bytes: Buffer, line: number, encoding?: string): ReceivedItem {
  const text =
    bytes.length > maxKeptBytes
      ? `${decodeMixedText(bytes.subarray(0, truncatedLength))}…`
      : trimLineEnding(decodeMixedText(bytes));
  if (encoding !== undefined) {
    const shown = bytes.subarray(0, maxKeptBytes).toString();
    const why = `The row on line ${line} has characters that are invalid in ${encoding}, the encoding of the file.`;
    return rejectRow(trimLineEnding(shown), line, why);
  }
  return rejectRow(
    text,
    line,
    `The row on line ${line} has bytes that are not UTF-8, and is stored as if they were Windows-1252; set encoding to windows-1252 if that is right, or convert the file with "iconv -f WINDOWS-1252 -t UTF-8".`,
  );
}

/** Like {@link rejectRow}, for a row of which only the beginning was read. */
export function rejectTooLong(beginning: Buffer, length: number, line: number): ReceivedItem {
  return rejectRow(
    `${beginning.toString()}…`,
    line,
    `The row on line ${line} has ${length} bytes; at most ${maxRowBytes} are allowed, and only its beginning is stored.`,
  );
}

// Names that can be typed as they are.
const isPlain = /^[\w$@-]{1,50}$/;

/** The only member of an object that can be a field of an item; undefined if there is none, or several. */
function findTextMember(value: unknown): string | undefined {
  if (!isJsonObject(value)) return undefined;
  const isText = (each: unknown) => typeof each === 'string' || typeof each === 'number';
  const names = Object.keys(value).filter((name) => isText(value[name]));
  return names.length === 1 && isPlain.test(names[0] ?? '') ? names[0] : undefined;
}

/**
 * A row with a value that cannot be a field of an item.
 *
 * @param map the names of the members that hold the fields, where they are not their own
 */
export function rejectFieldType(
  raw: string,
  line: number,
  field: Field,
  value: unknown,
  map: ColumnMap = {},
): ReceivedItem {
  const shown = quote(JSON.stringify(value));
  const name = map[field] ?? field;
  const member = name.includes('|') ? undefined : findTextMember(value);
  const path = `${name}.${member}`;
  const advice =
    member === undefined
      ? ''
      : `; to read its member ${quote(member)}, set map to ${formatColumnMap({ ...map, [field]: path })}`;
  return rejectedRow(raw, line, {
    code: 'VALUE_NOT_TEXT',
    field,
    message: `The ${field} on line ${line} is ${describeType(value)}, ${shown}; expected a string, a number or null${advice}.`,
  });
}

// Enough to recognise the rows.
const maxNames = 10;

/**
 * A row that is an object without any field of an item.
 *
 * @param expected the names of the members that would hold the fields
 * @param names those of its members
 */
export function rejectWithoutMembers(
  raw: string,
  line: number,
  expected: readonly string[],
  names: readonly string[],
): ReceivedItem {
  const found = names.length === 0 ? 'no members' : quoteNames(names, maxNames);
  return rejectRow(
    raw,
    line,
    `The row on line ${line} has none of the members ${quoteNames(expected, maxNames)}; it has ${found}. Give a map of those to use, like uri=link,date=published.`,
  );
}

/** A row as received, without its line ending. Leading and trailing white space may be cells. */
const trimLineEnding = (text: string) => text.replace(/[\r\n]{1,2}$/, '');

const rejectedRow = (raw: string, line: number, fault: RejectionReason): ReceivedItem => ({
  line,
  raw,
  fault,
});
