import { isUtf8 } from 'node:buffer';
import { describeType, isJsonObject, type JsonObject } from '../../../formats/json/json-value.js';
import { escapeControlCharacters } from '../../../text/quote.js';
import type { ReceivedItem } from '../../normalise/received-item.js';
import { findExcessStructure, isTooDeep } from '../../normalise/row-complexity.js';
import type { ColumnMap } from '../column-map.js';
import { rejectBytes, rejectNonUtf8, rejectRow, rejectTooDeep } from '../row-fault.js';
import type { FirstItems } from './first-items.js';
import { JsonItems } from './json-items.js';
import { ListRows } from './list-rows.js';

/** Reads the item in some bytes, which begin on the given line; undefined for anything else than an item. */
export type RowReader = (bytes: Buffer, line: number) => ReceivedItem | undefined;

/** What a reader of rows knows of their file. */
export interface RowReaderOptions {
  /** The encoding that the input was converted from, if it was. */
  readonly encoding?: string | undefined;
  /** Whether an object is passed over, like a folder. */
  readonly isPassedOver?: ((object: JsonObject) => boolean) | undefined;
}

/**
 * Creates a reader of rows that are JSON objects, see {@link JsonItems}, or lists of which the first one
 * has their names, see {@link ListRows}.
 *
 * @param first inspects the first rows
 */
export function createRowReader(
  map: ColumnMap,
  first: FirstItems,
  { encoding, isPassedOver }: RowReaderOptions = {},
): RowReader {
  const items = new JsonItems(map);
  const lists = new ListRows();
  return (bytes, line) => {
    const isFirst = !first.isDone;
    if (isFirst) first.countRow();
    const tooMany = findExcessStructure(bytes);
    if (tooMany !== undefined) return rejectBytes(bytes, line, tooMany);
    const text = bytes.toString();
    // The replacement character may also be part of the text itself.
    if (text.includes('\ufffd') && !isUtf8(bytes)) return rejectNonUtf8(bytes, line, encoding);
    let row: unknown;
    let source = text;
    try {
      row = JSON.parse(text);
    } catch (error) {
      return rejectRow(
        text.trim(),
        line,
        `The row on line ${line} is not valid JSON (${describeSyntaxError(error as SyntaxError)}); expected a JSON object.`,
      );
    }
    if (Array.isArray(row) && !isTooDeep(row, bytes.length)) {
      if (lists.takeNames(row)) return undefined;
      const read = lists.toObject(text);
      if (typeof read === 'string') {
        return rejectRow(text.trim(), line, `The row on line ${line} ${read}.`);
      }
      row = read;
      source = JSON.stringify(row);
    } else lists.endNames();
    if (isPassedOver !== undefined && isJsonObject(row) && isPassedOver(row)) return undefined;
    if (isFirst) first.inspect(row, items.namesFor(row));
    if (isTooDeep(row, bytes.length)) return rejectTooDeep(text.trim(), line);
    if (isJsonObject(row)) return items.read(row, source, line);
    return rejectRow(
      text.trim(),
      line,
      `The row on line ${line} is ${describeType(row)}; expected a JSON object.`,
    );
  };
}

// V8 counts lines and columns from the beginning of the row, not of the file, and quotes
// the row unescaped.
const describeSyntaxError = ({ message }: SyntaxError) =>
  escapeControlCharacters(message.replace(/ \(line \d+ column \d+\)$/, ''));
