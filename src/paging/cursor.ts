import { afterLatestDate, earliestDate } from '../dates/parse-date.js';
import { RequestError } from '../errors/request-error.js';

/** A place in a sorted list: the sort key of its row and, where keys are equal, the row's id. */
export interface Keyset {
  readonly key: number;
  readonly id: number;
}

// Of all sort keys, ids and counts among them, dates lie furthest from 0. Engines have none beyond these.
const isSortKey = (key: number) => key >= earliestDate && key < afterLatestDate;

const form = /^([a-z]+:[A-Z_]+):(-?\d{1,16}):(\d{1,16})$/;

/**
 * Makes the opaque cursor of a row.
 *
 * @param list the list and its order, like `records:DATE_DESC`, without which no cursor is valid
 */
export function encodeCursor(list: string, { key, id }: Keyset): string {
  return Buffer.from(`${list}:${key}:${id}`).toString('base64url');
}

/**
 * Reads a cursor made by {@link encodeCursor} for the same list.
 * Throws `CURSOR_INVALID` for any other text, naming the argument that held it.
 */
export function decodeCursor(list: string, cursor: string, argument: 'after' | 'before'): Keyset {
  const text = Buffer.from(cursor.slice(0, 200), 'base64url').toString();
  const [, origin, key, id] = form.exec(text) ?? [];
  const keyset = { key: Number(key), id: Number(id) };
  // Encoding again refuses other lists, and the many other texts that decode to the same bytes.
  const genuine = encodeCursor(list, keyset) === cursor;
  if (genuine && isSortKey(keyset.key)) return keyset;
  throw new RequestError('CURSOR_INVALID', refusal(list, cursor, origin, argument), argument);
}

function refusal(list: string, cursor: string, origin: string | undefined, argument: string) {
  if (cursor === '') {
    return `The argument "${argument}" is empty; send a cursor, or null for none.`;
  }
  const [name, order] = list.split(':');
  const said = `The argument "${argument}" is no cursor of "${name}" in the order ${order}`;
  if (origin === undefined) return `${said}: it was not made by this service.`;
  return origin === list
    ? `${said}: it was altered; send cursors unchanged.`
    : `${said}: it was made by "${origin.replace(':', '" in the order ')}.`;
}
