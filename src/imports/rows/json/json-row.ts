import { isUtf8 } from 'node:buffer';
import { describeType, isJsonObject } from '../../../formats/json/json-value.js';
import { escapeControlCharacters } from '../../../text/quote.js';
import type { ReceivedItem } from '../../normalise/received-item.js';
import { findExcessStructure, isTooDeep } from '../../normalise/row-complexity.js';
import type { ColumnMap } from '../column-map.js';
import { rejectBytes, rejectNonUtf8, rejectRow, rejectTooDeep } from '../row-fault.js';
import type { FirstItems } from './first-items.js';
import { JsonItems } from './json-items.js';

/** Reads the item in some bytes, which begin on the given line. */
export type RowReader = (bytes: Buffer, line: number) => ReceivedItem;

/**
 * Creates a reader of rows that are JSON objects, see {@link JsonItems}.
 *
 * @param first inspects the first rows
 * @param encoding the one that the input was converted from, if it was
 */
export function createRowReader(map: ColumnMap, first: FirstItems, encoding?: string): RowReader {
  const items = new JsonItems(map);
  return (bytes, line) => {
    const isFirst = !first.isDone;
    if (isFirst) first.countRow();
    const tooMany = findExcessStructure(bytes);
    if (tooMany !== undefined) return rejectBytes(bytes, line, tooMany);
    const text = bytes.toString();
    // The replacement character may also be part of the text itself.
    if (text.includes('\ufffd') && !isUtf8(bytes)) return rejectNonUtf8(bytes, line, encoding);
    let row: unknown;
    try {
      row = JSON.parse(text);
    } catch (error) {
      return rejectRow(
        text.trim(),
        line,
        `The row on line ${line} is not valid JSON (${describeSyntaxError(error as SyntaxError)}); expected a JSON object.`,
      );
    }
    if (isFirst) first.inspect(row, items.namesFor(row));
    if (isTooDeep(row, bytes.length)) return rejectTooDeep(text.trim(), line);
    if (isJsonObject(row)) return items.read(row, text, line);
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
