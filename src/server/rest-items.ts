import { RequestError } from '../errors.js';
import { maxItems } from '../imports/import-items.js';
import type { ReceivedItem } from '../imports/normalise-record.js';

/**
 * Reads the items out of a `POST /v1/bulk` body: a list of them, or an object with it as `items`.
 * Members other than title, uri and date are left out, as they were by the old service.
 * Throws `BAD_REQUEST` when an item cannot be taken as it is, so that nothing is lost unnoticed.
 */
export function bulkItems(body: unknown): ReceivedItem[] {
  const items = Array.isArray(body) ? body : (body as { items?: unknown } | null)?.items;
  if (!Array.isArray(items)) {
    throw new RequestError(
      'BAD_REQUEST',
      `The body is ${kindOf(body)}${kindOf(body) === 'an object' ? ' without a list named "items"' : ''}; a list of items is wanted, or {"items": [{"title": …, "uri": …, "date": …}]}.`,
    );
  }
  if (items.length > maxItems) {
    throw new RequestError(
      'IMPORT_TOO_LARGE',
      `The body has ${items.length} items; at most ${maxItems} are taken at once. Nothing was stored.`,
    );
  }
  return items.map((item: unknown, index) => {
    if (kindOf(item) !== 'an object') {
      throw new RequestError(
        'BAD_REQUEST',
        `Item ${index} is ${kindOf(item)}; every item must be an object. Nothing was stored.`,
      );
    }
    const { title, uri, date } = item as Record<string, unknown>;
    return {
      title: textOf(title, 'title', index),
      uri: textOf(uri, 'uri', index),
      date: textOf(date, 'date', index),
    };
  });
}

function textOf(value: unknown, field: string, index: number): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value === 'string') return value;
  // A title may well be a number, like 1984, and a program may have written it as one.
  if (typeof value === 'number') return String(value);
  throw new RequestError(
    'BAD_REQUEST',
    `The ${field} of item ${index} is ${kindOf(value)}; a string, a number or null is wanted. Nothing was stored.`,
  );
}

function kindOf(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
