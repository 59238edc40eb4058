import { isJsonObject, type JsonObject } from '../../../formats/json/json-value.js';
import { isBlank } from '../../../text/clean-text.js';
import type { FileRow } from '../../normalise/file-row.js';
import { type Field, fields } from '../../normalise/item-fields.js';
import type { ReceivedItem } from '../../normalise/received-item.js';
import { findExcessStructure, isTooDeep } from '../../normalise/row-complexity.js';
import type { ColumnMap } from '../column-map.js';
import { isEmptyItem, isRejectedRow, rejectUnfilled, toRawRow } from '../rejected-row.js';
import { rejectBytes, rejectFieldType, rejectTooDeep, rejectWithoutMembers } from '../row-fault.js';
import { parseWithRawNumbers } from './parse-with-raw-numbers.js';

type Names = { readonly [F in Field]: string };

const ownNames: Names = { title: 'title', uri: 'uri', date: 'date' };

/**
 * Reads items out of objects of JSON; members that are no field are left out. A number is taken as it
 * was written. Rejected rows that come back are read by the fields' own names, whatever the map says,
 * and where all three are empty, from the row as it came.
 */
export class JsonItems {
  readonly #names: Names;
  readonly #isMapped: boolean;

  constructor(map: ColumnMap = {}) {
    this.#names = { ...ownNames, ...map };
    this.#isMapped = fields.some((field) => this.#names[field] !== field);
  }

  /** The names of the members that hold the fields. */
  namesIn(row: unknown): Names {
    return this.#isMapped && isJsonObject(row) && isRejectedRow(row) ? ownNames : this.#names;
  }

  /**
   * The item that an object holds.
   *
   * @param text the object as it was written
   * @param line the line on which it begins
   */
  read(object: JsonObject, text: string, line: number, isReturned = false): ReceivedItem {
    const names = this.namesIn(object);
    const title = textOf(object, names.title);
    const uri = textOf(object, names.uri);
    const date = textOf(object, names.date);
    if (title === undefined || uri === undefined || date === undefined) {
      return itemWithNumbers(object, names, text, line);
    }
    const item = { title, uri, date, line };
    // Nearly every row is done with here, without a look at what its texts hold.
    const isEmpty = title === null && uri === null && date === null;
    if (!isEmpty && object.raw === undefined) {
      return hasOthers(object) ? { ...item, row: rowOf(object, text) } : item;
    }
    const raw = toRawRow(object.raw);
    if (raw !== undefined && isEmptyItem(item)) {
      // A row in a row in a row is no form that anybody writes; so all of it is kept.
      return isReturned ? rejectUnfilled(text, line) : this.readRaw(raw, line);
    }
    if (raw !== undefined && isRejectedRow(object)) return this.completed(item, raw);
    if (fields.some((field) => Object.hasOwn(object, names[field]))) {
      return hasOthers(object) ? { ...item, row: rowOf(object, text) } : item;
    }
    return rejectWithoutMembers(text.trim(), line, Object.values(names), Object.keys(object));
  }

  /**
   * The item of a rejected row that came back with the row as it came: what is empty in it is taken from
   * there, by the names that the map says.
   */
  completed(item: ReceivedItem, raw: string): ReceivedItem {
    const row = { length: raw.length, json: () => raw };
    const empty = fields.filter((field) => isBlank(item[field] ?? ''));
    const object = empty.length === 0 ? undefined : parseMembers(raw);
    if (object === undefined) return { ...item, row };
    const found = empty.flatMap((field) => {
      const text = textOf(object, this.#names[field]);
      return typeof text === 'string' ? [[field, text]] : [];
    });
    return { ...item, ...Object.fromEntries(found), row };
  }

  /** The item of a rejected row of which nothing came back but the row as it came. */
  readRaw(raw: string, line: number): ReceivedItem {
    const bytes = Buffer.from(raw);
    const tooMany = findExcessStructure(bytes);
    if (tooMany !== undefined) return rejectBytes(bytes, line, tooMany);
    let object: unknown;
    try {
      object = JSON.parse(raw);
    } catch {
      // Most of these rows were rejected for that.
    }
    if (isTooDeep(object, bytes.length)) return rejectTooDeep(raw, line);
    return isJsonObject(object) ? this.read(object, raw, line, true) : rejectUnfilled(raw, line);
  }
}

/**
 * The members of a row as it is kept, with numbers as they were written; undefined where it is no object
 * of JSON.
 */
export function parseMembers(raw: string): JsonObject | undefined {
  const bytes = Buffer.from(raw);
  if (findExcessStructure(bytes) !== undefined) return undefined;
  try {
    if (isTooDeep(JSON.parse(raw), bytes.length)) return undefined;
    const object = parseWithRawNumbers(raw);
    return isJsonObject(object) ? object : undefined;
  } catch {
    // Most rows of CSV that could not be read are no JSON.
    return undefined;
  }
}

/** Whether an object has members beside those with the fields' own names. */
function hasOthers(object: JsonObject): boolean {
  for (const name in object) {
    if (name !== 'title' && name !== 'uri' && name !== 'date') return true;
  }
  return false;
}

/** The row that an object is; undefined for a rejected row that came back without one. */
function rowOf(object: JsonObject, text: string): FileRow | undefined {
  if (isRejectedRow(object)) return undefined;
  return { length: text.length, json: () => text.trim() };
}

/** The member as a text; undefined where it is none. */
function textOf(object: JsonObject, name: string): string | null | undefined {
  // Every object has a "constructor", which nobody sent.
  const value = Object.hasOwn(object, name) ? object[name] : null;
  return typeof value === 'string' || value === null ? value : undefined;
}

/** The item of an object of whose fields not all are texts. */
function itemWithNumbers(
  object: JsonObject,
  names: Names,
  text: string,
  line: number,
): ReceivedItem {
  // A title may well be a number, like 1984, and a program may have written it as one.
  const isWrong = (field: Field) =>
    textOf(object, names[field]) === undefined && typeof object[names[field]] !== 'number';
  const wrong = fields.find(isWrong);
  if (wrong !== undefined) {
    return rejectFieldType(text.trim(), line, wrong, object[names[wrong]]);
  }
  const written = parseWithRawNumbers(text) as JsonObject;
  const fieldOf = (field: Field) => textOf(written, names[field]) ?? null;
  const item = { title: fieldOf('title'), uri: fieldOf('uri'), date: fieldOf('date'), line };
  return hasOthers(object) ? { ...item, row: rowOf(object, text) } : item;
}
