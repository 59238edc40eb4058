import { quote } from '../clean-text.js';
import { InputError } from './input-error.js';

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
export const wanted =
  'a list of items is wanted, or {"items": [{"title": …, "uri": …, "date": …}]}';

/**
 * Says what is wrong where a byte cannot stand.
 *
 * @param rest the byte, and some that follow it
 * @param at the place of the byte in the input
 */
export function listFault(place: Place, rest: Buffer, at: number, line: number): InputError {
  const found = quote(rest.toString());
  const where = `byte ${at} (line ${line})`;
  switch (place) {
    case 'start':
      return new InputError(`The input begins with ${found} at ${where}; ${wanted}.`);
    case 'end':
      return new InputError(
        `The list of items is closed, but ${found} follows at ${where}; one list is read.`,
      );
    case 'before a value':
      return new InputError(`The member "items" is ${found} at ${where}; ${wanted}.`);
    default:
      return new InputError(
        rest[0] === 0x7d
          ? `The input is an object without a list named "items", which ends at ${where}; ${wanted}. If every line is an item, it is NDJSON.`
          : `The object around the items has ${found} at ${where}, where it cannot be in JSON; ${wanted}.`,
      );
  }
}
