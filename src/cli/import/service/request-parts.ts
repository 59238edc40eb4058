import type { DateOptions } from '../../../dates/parse-date.js';
import { normaliseRecord } from '../../../imports/normalise/normalise-record.js';
import type { ReceivedItem } from '../../../imports/normalise/received-item.js';
import { truncateItem } from '../../../imports/normalise/truncate-item.js';

// A body may have 16 MB; the rest of it is far shorter than what is left.
const mostBytes = 15 * 1024 * 1024;

/** Items that fit into one request. */
export interface RequestPart {
  /** The place of the first of them in the chunk. */
  readonly from: number;
  readonly count: number;
  /** The JSON of their list. */
  readonly json: string;
}

/**
 * Splits items into requests that a service takes: in the same way each time, as a request that is
 * sent again must be the same one.
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
    let text = jsonOf(item);
    if (Buffer.byteLength(text) > mostBytes) text = jsonOf(shortened(item, dates));
    const length = Buffer.byteLength(text) + 1;
    if (bytes + length > mostBytes && texts.length > 0) cut(index);
    texts.push(text);
    bytes += length;
  }
  if (texts.length > 0) cut(items.length);
  return parts;
}

function jsonOf({ title, uri, date, line, raw }: ReceivedItem): string {
  return JSON.stringify({ title, uri, date, line, raw });
}

/** An item that no request can hold: as it would be stored, or as it is kept when it is rejected. */
function shortened(item: ReceivedItem, dates: DateOptions): ReceivedItem {
  const normalised = normaliseRecord(item, dates);
  if (!('record' in normalised)) return truncateItem(item);
  const { title, uri, date } = normalised.record;
  return { title, uri, date: date.toISOString(), line: item.line ?? null };
}
