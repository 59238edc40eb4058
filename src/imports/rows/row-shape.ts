import { parseDate } from '../../dates/parse-date.js';
import { parseUri } from '../normalise/parse-uri.js';

/** How a line is recognised as a row of its own. */
export interface RowShape {
  readonly delimiter: string;
  /** How many columns there are. */
  readonly count: number;
  /** The positions of the URI and the date. */
  readonly uri: number;
  readonly date: number;
}

/**
 * How much a line looks like a row, from least to most. It has as many cells as there are columns, with
 * a URI, a date, or both in their places. A short line has fewer cells, and a URI; a long one has more
 * cells, and both.
 */
const likenesses = ['none', 'short', 'long', 'cells', 'date', 'uri', 'row'] as const;

/** One of {@link likenesses}. */
export type Likeness = (typeof likenesses)[number];

/** The likeness that is closer to a row. */
export const closerLikeness = (a: Likeness, b: Likeness): Likeness =>
  likenesses.indexOf(a) > likenesses.indexOf(b) ? a : b;

/** How much the cells of a line look like a row. */
export function assessLikeness(cells: readonly string[], { count, uri, date }: RowShape): Likeness {
  const isUri = 'uri' in parseUri(trimQuote(cells[uri]));
  // In prose, a space follows a comma.
  const isUriAlone = isUri && !/^\s/.test(cells[uri] ?? '');
  if (cells.length < count) return isUriAlone ? 'short' : 'none';
  const hasDate = isDate(trimQuote(cells[date]));
  // Trailing commas are not cells.
  if (cells.slice(count).some((cell) => cell !== '')) return isUri && hasDate ? 'long' : 'none';
  if (hasDate) return isUri ? 'row' : 'date';
  return isUriAlone ? 'uri' : 'cells';
}

/** A cell without the stray quote that may be its first or last character. */
const trimQuote = (cell = '') => cell.replace(/^"|"$/g, '');

// Bare Unix timestamps in any unit are rejected, but were meant as dates.
const timestamp = /^\s*\d{7,17}(?:\.\d+)?\s*$/;

/** Whether a text is a date, including one that is rejected as ambiguous or impossible. */
export function isDate(text: string): boolean {
  const date = parseDate(text);
  if ('instant' in date || timestamp.test(text)) return true;
  return date.code !== 'DATE_UNREADABLE' && date.code !== 'DATE_MISSING';
}
