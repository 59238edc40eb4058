// cspell:ignore todate

import { InputError } from '../../../errors/input-error.js';
import { quote, quoteNames } from '../../../text/quote.js';

/** Where the next byte is in a JSON list, or in the object around it. */
export type Place =
  | 'start'
  | 'between members'
  | 'in a name'
  | 'after a name'
  | 'before a value'
  | 'in a value'
  | 'between items'
  | 'in an item'
  | 'after the items'
  | 'end';

/** What a JSON input must be, for messages. */
export const expected =
  'expected a list of items, or {"items": [{"title": …, "uri": …, "date": …}]}';

/** Where a fault is, and what preceded it. */
export interface FoundAt {
  /** The position in the input. */
  readonly at: number;
  readonly line: number;
  /** The names of preceding members that are lists. */
  readonly lists: readonly string[];
}

/**
 * The error for a byte that is not allowed at its place.
 *
 * @param rest the byte, and some that follow it
 */
export function createListFault(
  place: Place,
  rest: Buffer,
  { at, line, lists }: FoundAt,
): InputError {
  const found = quote(rest.toString());
  const where = `byte ${at} (line ${line})`;
  switch (place) {
    case 'start':
      return new InputError(`The input begins with ${found} at ${where}; ${expected}.`);
    case 'end':
      return new InputError(
        `The list of items ends, but ${found} follows at ${where}; only one list is read.`,
      );
    case 'before a value':
      return new InputError(`The member "items" is ${found} at ${where}; ${expected}.`);
    default:
      return new InputError(
        rest[0] === 0x7d
          ? `The input is an object without a list named "items", which ends at ${where}; ${expected}. ${suggestFix(lists, rest)}`
          : `The object around the items has ${found} at ${where}, where JSON does not allow it; ${expected}.`,
      );
  }
}

/** What to do with an object without a list of items. */
function suggestFix(lists: readonly string[], rest: Buffer): string {
  if (lists.includes('children')) return fromBookmarks;
  // Objects may follow one another, each on one line or on several.
  const isFirst = /^\}\s*\{/.test(rest.toString('latin1'));
  const [first] = lists;
  if (first === undefined || isFirst) return asLines;
  const names = quoteNames(lists, maxLists);
  const list = lists.length === 1 ? 'list' : 'lists';
  const jq = /^[\w -]+$/.test(first) ? `, for example with "jq '.["${first}"]'"` : '';
  return `It has the ${list} ${names}; import a list on its own${jq}.`;
}

const maxLists = 10;

const asLines =
  'If every line is an item, it is NDJSON: import it with the option --format ndjson, or with the content type application/x-ndjson. If items take several lines, "jq -c ." writes each one on a single line.';

// Their dates are microseconds since 1970.
const fromBookmarks =
  'It seems to be a bookmark backup of Firefox; "jq \'[.. | objects | select(.uri?) | {title, uri, date: (.dateAdded / 1000000 | floor | todate)}]\'" writes the list of them.';
