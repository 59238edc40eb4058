import { isUtf8 } from 'node:buffer';
import { describeType, isJsonObject } from '../../../formats/json/json-value.js';
import { escapeControlCharacters } from '../../../text/quote.js';
import type { ReceivedItem } from '../../normalise/received-item.js';
import { findExcessStructure, isTooDeep } from '../../normalise/row-complexity.js';
import type { ColumnMap } from '../column-map.js';
import { rejectBytes, rejectNonUtf8, rejectRow, rejectTooDeep } from '../row-fault.js';
import type { FirstItems } from './first-items.js';
import { JsonItems } from './json-items.js';

/** Reads the item that some bytes hold, which begin on the given line. */
export type RowReader = (bytes: Buffer, line: number) => ReceivedItem;

/**
 * Reads rows that are JSON objects; see {@link JsonItems} for what is taken of them.
 *
 * @param first hears of the first ones
 */
export function createRowReader(map: ColumnMap, first: FirstItems): RowReader {
  const items = new JsonItems(map);
  return (bytes, line) => {
    const isFirst = !first.isDone;
    if (isFirst) first.count();
    const tooMany = findExcessStructure(bytes);
    if (tooMany !== undefined) return rejectBytes(bytes, line, tooMany);
    const text = bytes.toString();
    // The character for what is no text may also stand in the text itself.
    if (text.includes('\ufffd') && !isUtf8(bytes)) return rejectNonUtf8(bytes, line);
    let row: unknown;
    try {
      row = JSON.parse(text);
    } catch (error) {
      return rejectRow(
        text.trim(),
        line,
        `The row on line ${line} is no valid JSON (${reasonOf(error as SyntaxError)}); a JSON object is wanted.`,
      );
    }
    if (isFirst) first.see(row, items.namesIn(row));
    if (isTooDeep(row, bytes.length)) return rejectTooDeep(text.trim(), line);
    if (isJsonObject(row)) return items.read(row, text, line);
    return rejectRow(
      text.trim(),
      line,
      `The row on line ${line} is ${describeType(row)}; a JSON object is wanted.`,
    );
  };
}

// It counts lines and columns from the beginning of the row, which says nothing about a file, and
// quotes the row as it is.
const reasonOf = ({ message }: SyntaxError) =>
  escapeControlCharacters(message.replace(/ \(line \d+ column \d+\)$/, ''));
