import type { ReceivedItem } from './received-item.js';

/** The most bytes of a rejected row that is kept whole. */
export const maxKeptBytes = 64 * 1024;

/** How many characters are kept of a longer one, for who looks for it. */
export const truncatedLength = 1_000;

// A UTF-16 unit takes three bytes in UTF-8 at most, so nearly no text needs to be encoded to be measured.
const mostBytesOfUnit = 3;

/**
 * An item as it is kept when it is rejected: as it came, with the row of the file that it comes from. Of
 * a row of over 64 KB, the beginning is kept; an item of over 64 KB becomes such a row, so that nobody
 * takes what is left of it for the whole.
 */
export function truncateItem({ raw, row, ...item }: ReceivedItem): ReceivedItem {
  const { title, uri, date, line } = item;
  const text = raw ?? row?.json();
  if (isKeptWhole(title, uri, date)) {
    return text == null ? item : { ...item, raw: isKeptWhole(text) ? text : beginningOf(text) };
  }
  return { line: line ?? null, raw: beginningOf(text ?? JSON.stringify({ title, uri, date })) };
}

const beginningOf = (text: string) => `${text.slice(0, truncatedLength).toWellFormed()}…`;

function isKeptWhole(...texts: readonly (string | null | undefined)[]): boolean {
  let length = 0;
  for (const text of texts) length += text?.length ?? 0;
  if (length * mostBytesOfUnit <= maxKeptBytes) return true;
  return texts.reduce((sum, text) => sum + Buffer.byteLength(text ?? ''), 0) <= maxKeptBytes;
}
