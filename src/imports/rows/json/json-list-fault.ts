import { InputError } from '../../../errors/input-error.js';
import { quote, quoteNames } from '../../../text/quote.js';
import { AdvisedError } from '../advised-error.js';

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
  /** Where the list should be. */
  readonly path: string;
}

/**
 * The error for a byte that is not allowed at its place.
 *
 * @param rest the byte, and some that follow it
 */
export function createListFault(
  place: Place,
  rest: Buffer,
  { at, line, lists, path }: FoundAt,
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
      return new InputError(`The member ${quote(path)} is ${found} at ${where}; ${expected}.`);
    default:
      if (rest[0] === closingBrace) return createMissingListError(where, rest, { lists, path });
      return new InputError(
        `The object around the items has ${found} at ${where}, where JSON does not allow it; ${expected}.`,
      );
  }
}

const closingBrace = 0x7d;
const maxLists = 10;

/** The error for an object without a list of items. */
function createMissingListError(
  where: string,
  rest: Buffer,
  { lists, path }: Pick<FoundAt, 'lists' | 'path'>,
): InputError {
  const message = `The input is an object without a list named ${quote(path)}, which ends at ${where}; ${expected}.`;
  // Objects may follow one another, each on one line or on several.
  const isFirst = /^\}\s*\{/.test(rest.toString('latin1'));
  const [first] = lists;
  if (first === undefined || isFirst) {
    return new AdvisedError(message, {
      start: 'If items follow one another without a list, it is NDJSON; ',
      options: { format: 'ndjson' },
    });
  }
  const list = lists.length === 1 ? 'the list' : 'the lists';
  const start = `It has ${list} ${quoteNames(lists, maxLists)}; to read the items in ${quote(first)}, `;
  return new AdvisedError(message, { start, options: { items: first } });
}
