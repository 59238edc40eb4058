import { parseDate } from '../../dates/parse-date.js';
import { parseUri } from '../normalise/parse-uri.js';

/** By what a line is known as a row of its own. */
export interface RowShape {
  readonly delimiter: string;
  /** How many columns there are. */
  readonly count: number;
  /** Where the uri and the date stand. */
  readonly uri: number;
  readonly date: number;
}

/**
 * How far a line may look like a row, least first: it has as many cells as there are columns, and in their places there
 * is a uri, or a date, or both. A short one has fewer cells, and a uri; a long one more, and both.
 */
const likenesses = ['none', 'short', 'long', 'cells', 'date', 'uri', 'row'] as const;

/** One of {@link likenesses}. */
export type Likeness = (typeof likenesses)[number];

/** The one that looks more like a row. */
export const closerLikeness = (a: Likeness, b: Likeness): Likeness =>
  likenesses.indexOf(a) > likenesses.indexOf(b) ? a : b;

/** How far the cells of a line look like a row. */
export function assessLikeness(cells: readonly string[], { count, uri, date }: RowShape): Likeness {
  const isUri = 'uri' in parseUri(bare(cells[uri]));
  // In a text, people write a blank behind a comma.
  const isUriAlone = isUri && !/^\s/.test(cells[uri] ?? '');
  if (cells.length < count) return isUriAlone ? 'short' : 'none';
  const hasDate = isDate(bare(cells[date]));
  // Commas at the end of a line are no cells.
  if (cells.slice(count).some((cell) => cell !== '')) return isUri && hasDate ? 'long' : 'none';
  if (hasDate) return isUri ? 'row' : 'date';
  return isUriAlone ? 'uri' : 'cells';
}

/** A cell without the stray quote that may be the first or the last of its characters. */
const bare = (cell = '') => cell.replace(/^"|"$/g, '');

// Numbers of seconds, milliseconds and so on are no dates that are read, and yet what somebody meant.
const stamp = /^\s*\d{7,17}(?:\.\d+)?\s*$/;

/** Whether a text is a date, also one that is refused as it has several meanings or does not exist. */
function isDate(text: string): boolean {
  const date = parseDate(text);
  if ('instant' in date || stamp.test(text)) return true;
  return date.code !== 'DATE_UNREADABLE' && date.code !== 'DATE_MISSING';
}
