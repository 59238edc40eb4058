import type { ReceivedItem } from './normalise-record.js';

/** The most bytes of a rejected row that is kept whole. */
export const maxKeptBytes = 64 * 1024;

/** How many characters are kept of a longer one, for who looks for it. */
export const beginningLength = 1_000;

// A UTF-16 unit takes three bytes in UTF-8 at most, so nearly no text needs to be encoded to be measured.
const mostBytesOfUnit = 3;

/**
 * An item as it is kept when it is rejected: as it came. One of over 64 KB becomes the beginning of a row
 * from which no item can be read, so that nobody takes what is left for the whole.
 */
export function keptItem(item: ReceivedItem): ReceivedItem {
  const { title, uri, date, line, raw } = item;
  if (isKeptWhole(title, uri, date, raw)) return item;
  const text = raw ?? JSON.stringify({ title, uri, date });
  return { line: line ?? null, raw: `${text.slice(0, beginningLength).toWellFormed()}…` };
}

function isKeptWhole(...texts: readonly (string | null | undefined)[]): boolean {
  let length = 0;
  for (const text of texts) length += text?.length ?? 0;
  if (length * mostBytesOfUnit <= maxKeptBytes) return true;
  return texts.reduce((sum, text) => sum + Buffer.byteLength(text ?? ''), 0) <= maxKeptBytes;
}
