import { isExactNumber } from '../../formats/json/exact-number.js';
import { describeType, isJsonObject, type JsonObject } from '../../formats/json/json-value.js';
import { quote } from '../../text/quote.js';
import { type Field, fields } from './item-fields.js';
import type { RejectionReason } from './rejection-reason.js';
import { findExcessStructure, isTooDeep } from './row-complexity.js';

/**
 * Converts an item of `bulkImport` to one whose title, URI and date are strings or null, so that a value
 * of another type rejects only that item, as it does for a row of a file, and not the whole import. A
 * whole number becomes its digits. Any other value turns the item into a row that holds all of it as
 * JSON, see {@link findWrongTypes}.
 *
 * @param item parsed from JSON; GraphQL reports all its other faults
 */
export function toReadableItem(item: JsonObject): JsonObject {
  const others = fields.filter((field) => !isText(item[field]));
  if (others.length === 0) return item;
  if (others.every((field) => isWhole(item[field]))) {
    return { ...item, ...Object.fromEntries(others.map((field) => [field, `${item[field]}`])) };
  }
  const nothing = Object.fromEntries(fields.map((field) => [field, null]));
  return { ...item, ...nothing, raw: item.raw ?? toExactJson(item) };
}

/** Finds the fields of a JSON row that are not strings, whole numbers or null; none in any other row. */
export function findWrongTypes(row: string): RejectionReason[] {
  const item = parseRow(row);
  if (!isJsonObject(item)) return [];
  return fields
    .filter((field) => Object.hasOwn(item, field))
    .filter((field) => !isText(item[field]) && !isWhole(item[field]))
    .map((field) => ({
      code: 'VALUE_NOT_TEXT',
      field,
      message: formatWrongType(field, item[field]),
    }));
}

const isText = (value: unknown) => typeof value === 'string' || value == null;
const isWhole = (value: unknown) => Number.isInteger(value) && isExactNumber(value as number);

function formatWrongType(field: Field, value: unknown): string {
  // 1.10 is parsed as 1.1, which is another title.
  const received =
    typeof value === 'number'
      ? 'a number that JSON may not preserve as written'
      : `${describeType(value)}, ${quote(JSON.stringify(value))}`;
  const name = field === 'uri' ? 'URI' : field;
  return `The ${name} is ${received}; expected a string, a whole number up to ${Number.MAX_SAFE_INTEGER}, or null.`;
}

function parseRow(row: string): unknown {
  // Most unreadable rows are not JSON.
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

// Missing in TypeScript's types so far.
const { rawJSON } = JSON as unknown as { readonly rawJSON: (text: string) => unknown };

/** Serialises an item such that its numbers survive being parsed again. */
function toExactJson(item: JsonObject): string {
  return JSON.stringify(item, (_name, value) => {
    if (Object.is(value, -0)) return rawJSON('-0');
    if (value === Number.POSITIVE_INFINITY) return rawJSON('1e999');
    return value === Number.NEGATIVE_INFINITY ? rawJSON('-1e999') : value;
  });
}
