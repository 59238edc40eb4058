import { isUtf8 } from 'node:buffer';
import { harmless } from '../clean-text.js';
import type { ReceivedItem } from '../normalise-record.js';
import { type ColumnMap, type Field, fields } from './column-map.js';
import { foreignRow, kindOf, rowWithoutText, unreadableRow } from './row-fault.js';

/** Reads the item that some bytes hold, which begin on the given line. */
export type ReadRow = (bytes: Buffer, line: number) => ReceivedItem;

/** Reads rows that are JSON objects; members that are no field are left out. */
export function jsonRows(map: ColumnMap = {}): ReadRow {
  const { title = 'title', uri = 'uri', date = 'date' } = map;
  const names = { title, uri, date };
  return (bytes, line) => {
    const text = bytes.toString();
    // The character for what is no text may also stand in the text itself.
    if (text.includes('\ufffd') && !isUtf8(bytes)) return foreignRow(bytes, line);
    let row: unknown;
    try {
      row = JSON.parse(text);
    } catch (error) {
      return unreadableRow(
        text.trim(),
        line,
        `The row on line ${line} is no valid JSON (${reasonOf(error as SyntaxError)}); a JSON object is wanted.`,
      );
    }
    if (typeof row !== 'object' || row === null || Array.isArray(row)) {
      return unreadableRow(
        text.trim(),
        line,
        `The row on line ${line} is ${kindOf(row)}; a JSON object is wanted.`,
      );
    }
    const members = row as Record<string, unknown>;
    const item = {
      title: textOf(members, title),
      uri: textOf(members, uri),
      date: textOf(members, date),
      line,
    };
    if (item.title !== undefined && item.uri !== undefined && item.date !== undefined) {
      return item as ReceivedItem;
    }
    const field = fields.find((each) => item[each] === undefined) as Field;
    return rowWithoutText(text.trim(), line, field, members[names[field]]);
  };
}

/** The member as a text; undefined where it can be none. */
function textOf(members: Record<string, unknown>, name: string): string | null | undefined {
  // Every object has a "constructor", which nobody sent.
  const value = Object.hasOwn(members, name) ? members[name] : null;
  if (typeof value === 'string' || value === null) return value;
  // A title may well be a number, like 1984, and a program may have written it as one.
  return typeof value === 'number' ? String(value) : undefined;
}

// It counts lines and columns from the beginning of the row, which says nothing about a file, and
// quotes the row as it is.
const reasonOf = ({ message }: SyntaxError) =>
  harmless(message.replace(/ \(line \d+ column \d+\)$/, ''));
