import type { DateOptions } from './date-options.js';
import { explainUnreadable } from './explain-unreadable.js';
import { readBareNumber } from './forms/bare-number.js';
import { readCommonForm } from './forms/common-form.js';
import { readIsoDate } from './forms/iso-date.js';
import { readProgramForm } from './forms/program-form.js';
import { readProtocolDate } from './forms/protocol-date.js';
import { readUnixStamp } from './forms/unix-stamp.js';
import { readWrittenDate } from './forms/written-date.js';
import { type Answer, type ParsedDate, type Refusal, rejectDate } from './parsed-date.js';
import { MISSING, OUT_OF_RANGE } from './refusals.js';

export type { DateOptions } from './date-options.js';
export type { DateOrder } from './date-order.js';
export type { DateRejectionCode, ParsedDate } from './parsed-date.js';

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
 * @param options how dates are to be read that have several meanings; without them these are refused
 * @returns the instant, 1000-01-01T00:00:00Z <= instant < 10000-01-01T00:00:00Z, or the code and
 *   the sentence with which the text is refused; it never throws
 */
export function parseDate(text: string, options: DateOptions = {}): ParsedDate {
  const trimmed = text.trim();
  if (trimmed.length > MOST_CHARACTERS) {
    const explanation = `has ${trimmed.length} characters; at most ${MOST_CHARACTERS} are read.`;
    return rejectDate({ code: 'DATE_UNREADABLE', explanation }, trimmed);
  }
  const answer = readCommonForm(trimmed) ?? readOrExplain(trimmed, options);
  if (typeof answer !== 'number') {
    return rejectDate(answer, trimmed);
  }
  return answer >= earliestDate && answer < afterLatestDate
    ? { instant: new Date(answer) }
    : rejectDate(OUT_OF_RANGE, trimmed);
}

function readOrExplain(trimmed: string, options: DateOptions): number | Refusal {
  if (trimmed === '') {
    return MISSING;
  }
  // ICU prints narrow no-break spaces, and typesetters prefer other hyphens and the minus sign.
  const text = trimmed.replace(/\s+/g, ' ').replace(/[\u2010\u2011\u2212]/g, '-');
  const read = (part: string) => readCommonForm(part) ?? readForm(part, options);
  return readForm(text, options) ?? explainUnreadable(text, read);
}

function readForm(text: string, options: DateOptions): Answer {
  return (
    readUnixStamp(text) ??
    readBareNumber(text) ??
    readIsoDate(text, options) ??
    readProtocolDate(text, options) ??
    readWrittenDate(text, options) ??
    readProgramForm(text, (iso) => readIsoDate(iso, options))
  );
}
