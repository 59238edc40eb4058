import type { DateOptions } from '../../../dates/parse-date.js';
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
export function splitIntoRequests(
  items: readonly ReceivedItem[],
  dates: DateOptions,
): RequestPart[] {
  const parts: RequestPart[] = [];
  let texts: string[] = [];
  let bytes = 0;
  const cut = (end: number) => {
    parts.push({ from: end - texts.length, count: texts.length, json: `[${texts.join()}]` });
    texts = [];
    bytes = 0;
  };
  for (const [index, item] of items.entries()) {
    let text = itemJson(item);
    if (Buffer.byteLength(text) > maxBytes) text = itemJson(shorten(item, dates));
    const length = Buffer.byteLength(text) + 1;
    if (bytes + length > maxBytes && texts.length > 0) cut(index);
    texts.push(text);
    bytes += length;
  }
  if (texts.length > 0) cut(items.length);
  return parts;
}

function itemJson({ title, uri, date, line, raw }: ReceivedItem): string {
  return JSON.stringify({ title, uri, date, line, raw });
}

/** An item too large for any request: as it would be stored, or as it is kept when it is rejected. */
function shorten(item: ReceivedItem, dates: DateOptions): ReceivedItem {
  const normalised = normaliseRecord(item, dates);
  if (!('record' in normalised)) return truncateItem(item);
  const { title, uri, date } = normalised.record;
  return { title, uri, date: date.toISOString(), line: item.line ?? null };
}
