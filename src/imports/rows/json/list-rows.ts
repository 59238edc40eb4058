import type { JsonObject } from '../../../formats/json/json-value.js';
import { parseUri } from '../../normalise/parse-uri.js';
import { parseWithRawNumbers } from './parse-with-raw-numbers.js';

/** Rows that are lists of values, where the first row has the names of the values, as in CSV. */
export class ListRows {
  #names: readonly string[] | undefined;
  #mayBegin = true;

  /** Takes a row for the names, if it is the first one and has nothing but names; returns whether it was. */
  takeNames(row: readonly unknown[]): boolean {
    const mayBegin = this.#mayBegin;
    this.#mayBegin = false;
    if (!mayBegin || !isHeader(row)) return false;
    this.#names = row;
    return true;
  }

  /** Notes that a row was something else. */
  endNames(): void {
    this.#mayBegin = false;
  }

  /** The object that a row is, with numbers as written, or why it is none, as a predicate of "The row on line …". */
  toObject(text: string): JsonObject | string {
    const names = this.#names;
    if (names === undefined) return 'is a list; expected a JSON object';
    const values = parseWithRawNumbers(text) as readonly unknown[];
    if (values.length > names.length) {
      return `has ${values.length} values, but the first row has ${names.length} names`;
    }
    return Object.fromEntries(values.map((value, at) => [names[at] ?? '', value]));
  }
}

/** Whether a row has different names, of which none is an address. */
export function isHeader(row: readonly unknown[]): row is readonly string[] {
  const names = row.filter((each) => typeof each === 'string' && each.trim() !== '');
  const isUnique = new Set(names).size === row.length;
  return row.length > 1 && isUnique && !names.some((name) => 'uri' in parseUri(name as string));
}
