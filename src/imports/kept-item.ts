import type { ReceivedItem } from './normalise-record.js';

// A statement is one packet, of which MariaDB takes 16 MB unless it is told otherwise, and the escapes
// of SQL can double a text of JSON.
const mostBytes = 7 * 1024 * 1024;

// A UTF-16 unit takes six bytes in JSON at most, so nearly no item needs to be written to be measured.
const mostBytesOfUnit = 6;

const beginning = 1000;

/**
 * An item as it is kept when it is rejected: as it came. One that takes over 7 MB as JSON becomes the
 * beginning of a row from which no item can be read, so that nobody takes what is left for the whole.
 */
export function keptItem(item: ReceivedItem): ReceivedItem {
  const { title, uri, date, line, raw } = item;
  const length = [title, uri, date, raw].reduce((sum, text) => sum + (text?.length ?? 0), 0);
  if (length * mostBytesOfUnit <= mostBytes) return item;
  const json = JSON.stringify({ title, uri, date, raw });
  if (Buffer.byteLength(json) <= mostBytes) return item;
  return { line: line ?? null, raw: `${(raw ?? json).slice(0, beginning).toWellFormed()}…` };
}
