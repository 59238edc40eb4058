import { isBlank } from '../../text/clean-text.js';
import { fields } from '../normalise/item-fields.js';
import type { ReceivedItem } from '../normalise/received-item.js';
import { rejectRow } from './row-fault.js';

/** Whether an object is a rejected row as an import writes it in JSON. */
export function isRejectedRow(object: Readonly<Record<string, unknown>>): boolean {
  return Array.isArray(object.reasons) && fields.every((field) => Object.hasOwn(object, field));
}

/** Whether columns have the names of rejected rows as an import writes them in CSV. */
export function isRejectedRowsHeader(columns: readonly string[]): boolean {
  return [...fields, 'codes', 'messages'].every((name) => columns.includes(name));
}

/** Whether an item has neither a title nor a uri nor a date. */
export function isEmptyItem({ title, uri, date }: ReceivedItem): boolean {
  return isBlank(title ?? '') && isBlank(uri ?? '') && isBlank(date ?? '');
}

/** The original row that a value holds; undefined if it holds none. */
export function toRawRow(value: unknown): string | undefined {
  return typeof value === 'string' && !isBlank(value) ? value : undefined;
}

/** A rejected row that was imported again unchanged. It is stored as received the first time. */
export function rejectUnfilled(raw: string, line: number): ReceivedItem {
  return rejectRow(
    raw,
    line,
    `The row on line ${line} was rejected before because no item could be read from its "raw", and its title, uri and date are empty; fill them in, or turn "raw" into a JSON object.`,
  );
}
