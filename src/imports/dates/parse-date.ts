import { readCommonForm } from './common-form.js';
import { readIsoDate } from './iso-date.js';
import { type Answer, type ParsedDate, rejectDate } from './parsed-date.js';
import { readProtocolDate } from './protocol-date.js';
import { MISSING, OUT_OF_RANGE, UNREADABLE } from './refusals.js';
import { readUnixStamp } from './unix-stamp.js';
import { type DateOrder, readWrittenDate } from './written-date.js';

export type { DateRejectionCode, ParsedDate } from './parsed-date.js';
export type { DateOrder } from './written-date.js';

/** No understood form is half as long; the bound keeps hostile texts from costing time. */
const MOST_CHARACTERS = 200;

/** The earliest date that is stored, in milliseconds of Unix time. */
export const earliestDate = Date.UTC(1000, 0, 1);
/** The first instant after all dates that are stored, in milliseconds of Unix time. */
export const afterLatestDate = Date.UTC(10_000, 0, 1);

/**
 * Reads a date in whatever form people and programs write them: ISO 8601, RFC 2822, RFC 9110,
 * asctime, Unix time marked by `@`, and dates written out in English, French, Portuguese,
 * Spanish, German and Italian.
 *
 * The whole text is understood, or it is refused: nothing is guessed, nothing rolls over, and
 * neither the present date nor the time zone of the process is consulted. No offset means UTC, no
 * time means midnight, and fractions are cut off after the millisecond.
 *
 * @param text the date as received, of any length
 * @param options.dateOrder how a numeric date with the year last, like `01/02/2003`, is to be
 *   read; without it such a date is refused unless only one order is possible
 * @returns the instant, 1000-01-01T00:00:00Z <= instant < 10000-01-01T00:00:00Z, or the code and
 *   the sentence with which the text is refused; it never throws
 */
export function parseDate(
  text: string,
  options: { readonly dateOrder?: DateOrder | undefined } = {},
): ParsedDate {
  const trimmed = text.trim();
  if (trimmed.length > MOST_CHARACTERS) {
    const explanation = `has ${trimmed.length} characters; at most ${MOST_CHARACTERS} are read.`;
    return rejectDate({ code: 'DATE_UNREADABLE', explanation }, trimmed);
  }
  const answer = readCommonForm(trimmed) ?? readAnyForm(trimmed, options.dateOrder) ?? UNREADABLE;
  if (typeof answer !== 'number') {
    return rejectDate(answer, trimmed);
  }
  return answer >= earliestDate && answer < afterLatestDate
    ? { instant: new Date(answer) }
    : rejectDate(OUT_OF_RANGE, trimmed);
}

function readAnyForm(trimmed: string, dateOrder: DateOrder | undefined): Answer {
  if (trimmed === '') {
    return MISSING;
  }
  // ICU prints narrow no-break spaces, and typesetters prefer other hyphens and the minus sign.
  const text = trimmed.replace(/\s+/g, ' ').replace(/[\u2010\u2011\u2212]/g, '-');
  return (
    readUnixStamp(text) ??
    readIsoDate(text) ??
    readProtocolDate(text) ??
    readWrittenDate(text, dateOrder)
  );
}
