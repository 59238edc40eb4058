// cspell:ignore todate

import { InputError } from '../../../errors/input-error.js';
import { quote, quoteNames } from '../../../text/quote.js';

/** Where in a list of JSON, or in the object around it, the next byte is. */
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

/** What an input in JSON must be, for messages. */
export const expected =
  'a list of items is wanted, or {"items": [{"title": …, "uri": …, "date": …}]}';

/** Where something is wrong, and what was there before it. */
export interface FoundAt {
  /** The place in the input. */
  readonly at: number;
  readonly line: number;
  /** The names of members that are lists. */
  readonly lists: readonly string[];
}

/**
 * Says what is wrong where a byte cannot stand.
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
        `The list of items is closed, but ${found} follows at ${where}; one list is read.`,
      );
    case 'before a value':
      return new InputError(`The member "items" is ${found} at ${where}; ${expected}.`);
    default:
      return new InputError(
        rest[0] === 0x7d
          ? `The input is an object without a list named "items", which ends at ${where}; ${expected}. ${remedyFor(lists, rest)}`
          : `The object around the items has ${found} at ${where}, where it cannot be in JSON; ${expected}.`,
      );
  }
}

/** What to do with an object that has no list of items. */
function remedyFor(lists: readonly string[], rest: Buffer): string {
  if (lists.includes('children')) return fromBookmarks;
  // Objects may follow one another, each on a line of its own or on several.
  const isFirst = /^\}\s*\{/.test(rest.toString('latin1'));
  const [first] = lists;
  if (first === undefined || isFirst) return asLines;
  const names = quoteNames(lists, mostLists);
  const list = lists.length === 1 ? 'list' : 'lists';
  const jq = /^[\w -]+$/.test(first) ? `, which "jq '.["${first}"]'" writes` : '';
  return `It has the ${list} ${names}; import a list by itself${jq}.`;
}

const mostLists = 10;

const asLines =
  'If every line is an item, it is NDJSON: import it by the option --format ndjson, or with the content type application/x-ndjson. If items take several lines, "jq -c ." writes each on one.';

// Their dates are microseconds since 1970.
const fromBookmarks =
  'It seems to be a backup of the bookmarks of Firefox; "jq \'[.. | objects | select(.uri?) | {title, uri, date: (.dateAdded / 1000000 | floor | todate)}]\'" writes the list of them.';
