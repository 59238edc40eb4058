import { afterLatestDate, earliestDate } from '../dates/parse-date.js';
import { RequestError } from '../errors/request-error.js';

/** A position in a sorted list: the sort key of a row and, as a tiebreaker, its id. */
export interface Keyset {
  readonly key: number;
  readonly id: number;
}

// Of all sort keys, which include ids and counts, dates are furthest from 0; engines store none beyond these.
const isSortKey = (key: number) => key >= earliestDate && key < afterLatestDate;

const form = /^([a-z]+:[A-Z_]+):(-?\d{1,16}):(\d{1,16})$/;

/**
 * Encodes the opaque cursor of a row.
 *
 * @param list the list and its order, like `records:DATE_DESC`; a cursor is valid for these alone
 */
export function encodeCursor(list: string, { key, id }: Keyset): string {
  return Buffer.from(`${list}:${key}:${id}`).toString('base64url');
}

/**
 * Decodes a cursor made by {@link encodeCursor} for the same list.
 * Throws `CURSOR_INVALID` for any other string, naming the argument.
 */
export function decodeCursor(list: string, cursor: string, argument: 'after' | 'before'): Keyset {
  const text = Buffer.from(cursor.slice(0, 200), 'base64url').toString();
  const [, origin, key, id] = form.exec(text) ?? [];
  const keyset = { key: Number(key), id: Number(id) };
  // Encoding it again rejects other lists, and the many other strings that decode to the same bytes.
  const isGenuine = encodeCursor(list, keyset) === cursor;
  if (isGenuine && isSortKey(keyset.key)) return keyset;
  throw new RequestError('CURSOR_INVALID', describeFault(list, cursor, origin, argument), argument);
}

function describeFault(list: string, cursor: string, origin: string | undefined, argument: string) {
  if (cursor === '') {
    return `The argument "${argument}" is empty; expected a cursor, or null for none.`;
  }
  const [name, order] = list.split(':');
  const fault = `The argument "${argument}" is not a cursor of "${name}" in the order ${order}`;
  if (origin === undefined) return `${fault}: it does not come from this service.`;
  return origin === list
    ? `${fault}: it was altered; send cursors unchanged.`
    : `${fault}: it belongs to "${origin.replace(':', '" in the order ')}.`;
}
