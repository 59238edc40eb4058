import type { ReceivedItem } from './received-item.js';

/** The maximum size of a rejected item or row that is stored whole, in bytes of UTF-8. */
export const maxKeptBytes = 64 * 1024;

/** How many characters of a longer row are stored, enough to find it in its file. */
export const truncatedLength = 1_000;

// A UTF-16 code unit takes at most three bytes of UTF-8, so few texts must be encoded to be measured.
const maxBytesPerUnit = 3;

/**
 * Returns a rejected item as it is stored: as received, with the row of its file. A row over 64 KB is
 * truncated. An item over 64 KB is replaced by a truncated row, so that a part of it cannot be mistaken
 * for the whole item.
 */
export function truncateItem({ raw, row, givenDate: _, ...item }: ReceivedItem): ReceivedItem {
  const { title, uri, date, line } = item;
  const text = raw ?? row?.json();
  if (fits(title, uri, date)) {
    return text == null ? item : { ...item, raw: fits(text) ? text : truncate(text) };
  }
  return { line: line ?? null, raw: truncate(text ?? JSON.stringify({ title, uri, date })) };
}

const truncate = (text: string) => `${text.slice(0, truncatedLength).toWellFormed()}…`;

function fits(...texts: readonly (string | null | undefined)[]): boolean {
  let length = 0;
  for (const text of texts) length += text?.length ?? 0;
  if (length * maxBytesPerUnit <= maxKeptBytes) return true;
  return texts.reduce((sum, text) => sum + Buffer.byteLength(text ?? ''), 0) <= maxKeptBytes;
}
