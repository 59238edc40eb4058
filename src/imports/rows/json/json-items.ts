import { isJsonObject, type JsonObject } from '../../../formats/json/json-value.js';
import { isBlank } from '../../../text/clean-text.js';
import type { FileRow } from '../../normalise/file-row.js';
import { type Field, fields } from '../../normalise/item-fields.js';
import type { ReceivedItem } from '../../normalise/received-item.js';
import { findExcessStructure, isTooDeep } from '../../normalise/row-complexity.js';
import type { ColumnMap } from '../column-map.js';
import { findMember, type MemberName, parseMemberName } from '../member-path.js';
import { isEmptyItem, isRejectedRow, rejectUnfilled, toRawRow } from '../rejected-row.js';
import { rejectBytes, rejectFieldType, rejectTooDeep, rejectWithoutMembers } from '../row-fault.js';
import { parseWithRawNumbers } from './parse-with-raw-numbers.js';

type Names = { readonly [F in Field]: MemberName };

const ownNames = parseNames({ title: 'title', uri: 'uri', date: 'date' });

function parseNames({ title, uri, date }: { readonly [F in Field]: string }): Names {
  return {
    title: parseMemberName(title),
    uri: parseMemberName(uri),
    date: parseMemberName(date),
  };
}

/**
 * Reads items from JSON objects, ignoring members that are not fields. Numbers are read as written.
 * Returned rejected rows are read by the fields' own names, whatever the map says, and if all three are
 * empty, from the original row.
 */
export class JsonItems {
  readonly #names: Names;
  readonly #isMapped: boolean;

  constructor(map: ColumnMap = {}) {
    const { title = 'title', uri = 'uri', date = 'date' } = map;
    this.#names = parseNames({ title, uri, date });
    this.#isMapped = title !== 'title' || uri !== 'uri' || date !== 'date';
  }

  /** The names of the members that hold the fields. */
  namesFor(row: unknown): Names {
    return this.#isMapped && isJsonObject(row) && isRejectedRow(row) ? ownNames : this.#names;
  }

  /**
   * Reads the item of an object.
   *
   * @param text the object as written
   * @param line the line on which it begins
   */
  read(object: JsonObject, text: string, line: number, isReturned = false): ReceivedItem {
    const names = this.namesFor(object);
    const title = readString(object, names.title);
    const uri = readString(object, names.uri);
    const date = readString(object, names.date);
    if (title === undefined || uri === undefined || date === undefined) {
      return readItemWithNumbers(object, names, text, line);
    }
    const item = { title, uri, date, line };
    // Nearly every row ends here, without its strings being inspected.
    const isEmpty = title === null && uri === null && date === null;
    if (!isEmpty && object.raw === undefined) {
      return hasOthers(object) ? { ...item, row: createFileRow(object, text) } : item;
    }
    const raw = toRawRow(object.raw);
    if (raw !== undefined && isEmptyItem(item)) {
      // A row in a row in a row is not unwrapped further.
      return isReturned ? rejectUnfilled(text, line) : this.readRaw(raw, line);
    }
    if (raw !== undefined && isRejectedRow(object)) return this.completeFromRaw(item, raw);
    if (fields.some((field) => findMember(object, names[field]) !== undefined)) {
      return hasOthers(object) ? { ...item, row: createFileRow(object, text) } : item;
    }
    const expected = fields.map((field) => names[field].name);
    return rejectWithoutMembers(text.trim(), line, expected, Object.keys(object));
  }

  /**
   * The item of a returned rejected row with its original row: empty fields are taken from the original,
   * under the names in the map.
   */
  completeFromRaw(item: ReceivedItem, raw: string): ReceivedItem {
    const row = { length: raw.length, json: () => raw };
    const empty = fields.filter((field) => isBlank(item[field] ?? ''));
    const object = empty.length === 0 ? undefined : parseMembers(raw);
    if (object === undefined) return { ...item, row };
    const found = empty.flatMap((field) => {
      const text = readString(object, this.#names[field]);
      return typeof text === 'string' ? [[field, text]] : [];
    });
    return { ...item, ...Object.fromEntries(found), row };
  }

  /** The item of a returned rejected row of which only the original row is filled in. */
  readRaw(raw: string, line: number): ReceivedItem {
    const bytes = Buffer.from(raw);
    const tooMany = findExcessStructure(bytes);
    if (tooMany !== undefined) return rejectBytes(bytes, line, tooMany);
    let object: unknown;
    try {
      object = JSON.parse(raw);
    } catch {
      // Most of these rows were rejected because of that.
    }
    if (isTooDeep(object, bytes.length)) return rejectTooDeep(raw, line);
    return isJsonObject(object) ? this.read(object, raw, line, true) : rejectUnfilled(raw, line);
  }
}

/**
 * Parses the members of a stored row, with numbers as written; undefined if it is not a JSON object.
 */
export function parseMembers(raw: string): JsonObject | undefined {
  const bytes = Buffer.from(raw);
  if (findExcessStructure(bytes) !== undefined) return undefined;
  try {
    if (isTooDeep(JSON.parse(raw), bytes.length)) return undefined;
    const object = parseWithRawNumbers(raw);
    return isJsonObject(object) ? object : undefined;
  } catch {
    // Most unreadable rows of CSV are not JSON.
    return undefined;
  }
}

/** Whether an object has members other than those with the fields' own names. */
function hasOthers(object: JsonObject): boolean {
  for (const name in object) {
    if (name !== 'title' && name !== 'uri' && name !== 'date') return true;
  }
  return false;
}

/** The row that an object is; undefined for a returned rejected row without its original. */
function createFileRow(object: JsonObject, text: string): FileRow | undefined {
  if (isRejectedRow(object)) return undefined;
  return { length: text.length, json: () => text.trim() };
}

/** The member as a string; undefined if it is neither a string nor null. */
function readString(object: JsonObject, name: MemberName): string | null | undefined {
  const value = findMember(object, name) ?? null;
  return typeof value === 'string' || value === null ? value : undefined;
}

/** The names that are not the fields' own. */
const toMap = (names: Names): ColumnMap =>
  Object.fromEntries(
    fields
      .filter((field) => names[field].name !== field)
      .map((field) => [field, names[field].name]),
  );

/** The item of an object whose fields are not all strings. */
function readItemWithNumbers(
  object: JsonObject,
  names: Names,
  text: string,
  line: number,
): ReceivedItem {
  // A title may well be a number, like 1984, and written as one by a program.
  const isWrong = (field: Field) =>
    readString(object, names[field]) === undefined &&
    typeof findMember(object, names[field]) !== 'number';
  const wrong = fields.find(isWrong);
  if (wrong !== undefined)
    return rejectFieldType(
      text.trim(),
      line,
      wrong,
      findMember(object, names[wrong]),
      toMap(names),
    );
  const written = parseWithRawNumbers(text) as JsonObject;
  const readField = (field: Field) => readString(written, names[field]) ?? null;
  const item = { title: readField('title'), uri: readField('uri'), date: readField('date'), line };
  return hasOthers(object) ? { ...item, row: createFileRow(object, text) } : item;
}
