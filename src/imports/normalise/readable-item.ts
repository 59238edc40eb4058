import { isExactNumber } from '../../formats/json/exact-number.js';
import { describeType, isJsonObject, type JsonObject } from '../../formats/json/json-value.js';
import { quote } from '../../text/quote.js';
import { type Field, fields } from './item-fields.js';
import type { RejectionReason } from './rejection-reason.js';
import { findExcessStructure, isTooDeep } from './row-complexity.js';

/**
 * An item of `bulkImport` whose title, uri and date are texts or null, so that a value of another type
 * rejects that item, as it does a row of a file, and not the whole import. A whole number becomes its
 * digits. With any other value the item becomes a row that holds all of it as JSON, see
 * {@link wrongTypesIn}.
 *
 * @param item what JSON gave; whatever else is wrong with it is left to GraphQL
 */
export function readableItem(item: JsonObject): JsonObject {
  const others = fields.filter((field) => !isText(item[field]));
  if (others.length === 0) return item;
  if (others.every((field) => isWhole(item[field]))) {
    return { ...item, ...Object.fromEntries(others.map((field) => [field, `${item[field]}`])) };
  }
  const nothing = Object.fromEntries(fields.map((field) => [field, null]));
  return { ...item, ...nothing, raw: item.raw ?? jsonOf(item) };
}

/** The fields of a row in JSON that are neither texts nor whole numbers nor null; none of any other row. */
export function wrongTypesIn(row: string): RejectionReason[] {
  const item = parsed(row);
  if (!isJsonObject(item)) return [];
  return fields
    .filter((field) => Object.hasOwn(item, field))
    .filter((field) => !isText(item[field]) && !isWhole(item[field]))
    .map((field) => ({ code: 'VALUE_NOT_TEXT', field, message: messageOf(field, item[field]) }));
}

const isText = (value: unknown) => typeof value === 'string' || value == null;
const isWhole = (value: unknown) => Number.isInteger(value) && isExactNumber(value as number);

function messageOf(field: Field, value: unknown): string {
  // 1.10 is 1.1 as soon as it is read, which is another title.
  const received =
    typeof value === 'number'
      ? 'a number that JSON may not keep as it was written'
      : `${describeType(value)}, ${quote(JSON.stringify(value))}`;
  return `The ${field} is ${received}; a text, a whole number up to ${Number.MAX_SAFE_INTEGER} or null is wanted.`;
}

function parsed(row: string): unknown {
  // Most rows that could not be read are no JSON.
  if (!row.startsWith('{')) return undefined;
  const bytes = Buffer.from(row);
  if (findExcessStructure(bytes) !== undefined) return undefined;
  try {
    const value: unknown = JSON.parse(row);
    return isTooDeep(value, bytes.length) ? undefined : value;
  } catch {
    return undefined;
  }
}

// The types of TypeScript do not know it yet.
const { rawJSON } = JSON as unknown as { readonly rawJSON: (text: string) => unknown };

/** JSON from which the same numbers are read again. */
function jsonOf(item: JsonObject): string {
  return JSON.stringify(item, (_name, value) => {
    if (Object.is(value, -0)) return rawJSON('-0');
    if (value === Number.POSITIVE_INFINITY) return rawJSON('1e999');
    return value === Number.NEGATIVE_INFINITY ? rawJSON('-1e999') : value;
  });
}
