import type { ItemRules } from '../../../imports/normalise/item-rules.js';
import { normaliseRecord } from '../../../imports/normalise/normalise-record.js';
import type { ReceivedItem } from '../../../imports/normalise/received-item.js';
import { truncateItem } from '../../../imports/normalise/truncate-item.js';

// A request body may have 16 MB, and everything but the items is far below 1 MB.
const maxBytes = 15 * 1024 * 1024;

/** Items for one request. */
export interface RequestPart {
  /** The index of the first of them in the chunk. */
  readonly from: number;
  readonly count: number;
  /** The items as a JSON array. */
  readonly json: string;
}

/**
 * Splits items into requests of a size that a service accepts. Always in the same way, because a
 * request that is sent again under its idempotency key must be identical.
 */
export function splitIntoRequests(items: readonly ReceivedItem[], rules: ItemRules): RequestPart[] {
  const parts: RequestPart[] = [];
  let serialized: string[] = [];
  let bytes = 0;
  const cut = (end: number) => {
    parts.push({
      from: end - serialized.length,
      count: serialized.length,
      json: `[${serialized.join()}]`,
    });
    serialized = [];
    bytes = 0;
  };
  for (const [index, item] of items.entries()) {
    let json = serializeItem(item);
    if (Buffer.byteLength(json) > maxBytes) json = serializeItem(shorten(item, rules));
    const length = Buffer.byteLength(json) + 1;
    if (bytes + length > maxBytes && serialized.length > 0) cut(index);
    serialized.push(json);
    bytes += length;
  }
  if (serialized.length > 0) cut(items.length);
  return parts;
}

function serializeItem({ title, uri, date, line, raw }: ReceivedItem): string {
  return JSON.stringify({ title, uri, date, line, raw });
}

/** An item too large for any request: as it would be stored, or as it is kept when it is rejected. */
function shorten(item: ReceivedItem, rules: ItemRules): ReceivedItem {
  const normalised = normaliseRecord(item, rules);
  if (!('record' in normalised)) return truncateItem(item);
  const { title, uri, date } = normalised.record;
  return { title, uri, date: date.toISOString(), line: item.line ?? null };
}
