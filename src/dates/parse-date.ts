import type { DateOptions } from './date-options.js';
import { explainUnreadable } from './explain-unreadable.js';
import { readBareNumber } from './forms/bare-number.js';
import { readCommonForm } from './forms/common-form.js';
import { readIsoDate } from './forms/iso-date.js';
import { readProgramForm } from './forms/program-form.js';
import { readProtocolDate } from './forms/protocol-date.js';
import { readUnixStamp } from './forms/unix-stamp.js';
import { readWrittenDate } from './forms/written-date.js';
import { readFormattedDate } from './given/read-formatted-date.js';
import {
  describeRejection,
  type Outcome,
  type ParsedDate,
  type Quote,
  quoteAsJson,
  type Rejection,
} from './parsed-date.js';
import { blank, outOfRange } from './rejections.js';

export type { DateOptions } from './date-options.js';
export type { DateOrder } from './date-order.js';
export type { DateRejectionCode, ParsedDate } from './parsed-date.js';

/** All known forms are less than half as long; the bound keeps hostile texts from costing time. */
const maxLength = 200;

/** The earliest date that is accepted, in milliseconds of Unix time. */
export const earliestDate = Date.UTC(1000, 0, 1);
/** The first instant after all dates that are accepted, in milliseconds of Unix time. */
export const afterLatestDate = Date.UTC(10_000, 0, 1);

/**
 * Reads a date in whatever form people and programs write it: ISO 8601, RFC 2822, RFC 9110, asctime,
 * Unix time marked by `@`, and dates written out in English, French, Portuguese, Spanish, German and
 * Italian.
 *
 * The text is understood as a whole, or rejected: nothing is guessed, nothing rolls over, and
 * neither the current date nor the time zone of the process is consulted. No offset means UTC, no
 * time means midnight, and fractions are truncated to milliseconds.
 *
 * @param text the date as received, of any length
 * @param options how to read dates that have several meanings, which are rejected without them
 * @param quote quotes parts of the text in messages; by default as JSON strings, which leave some
 *   control characters as they are (U+0080 to U+009F, and those that change the direction of text)
 * @returns the instant, 1000-01-01T00:00:00Z <= instant < 10000-01-01T00:00:00Z, or the code and the
 *   sentence with which the text is rejected; never throws
 */
export function parseDate(
  text: string,
  options: DateOptions = {},
  quote: Quote = quoteAsJson,
): ParsedDate {
  const trimmed = text.trim();
  if (trimmed.length > maxLength) {
    const explanation = `has ${trimmed.length} characters; at most ${maxLength} are allowed.`;
    return describeRejection({ code: 'DATE_UNREADABLE', explanation }, trimmed, quote);
  }
  const outcome = readAny(trimmed, options, quote);
  if (typeof outcome !== 'number') return describeRejection(outcome, trimmed, quote);
  return outcome >= earliestDate && outcome < afterLatestDate
    ? { instant: new Date(outcome) }
    : describeRejection(outOfRange, trimmed, quote);
}

function readAny(trimmed: string, options: DateOptions, quote: Quote): number | Rejection {
  const { dateFormat, timeZone } = options;
  if (dateFormat !== undefined && trimmed !== '') {
    return readFormattedDate(trimmed, dateFormat, options);
  }
  // The most common forms have times, whose zone it would take for UTC.
  const isLocal = timeZone !== undefined && trimmed.includes(':');
  return (isLocal ? undefined : readCommonForm(trimmed)) ?? readOrExplain(trimmed, options, quote);
}

function readOrExplain(trimmed: string, options: DateOptions, quote: Quote): number | Rejection {
  if (trimmed === '') return blank;
  // ICU prints narrow no-break spaces, and typesetters prefer other hyphens and the minus sign.
  const text = trimmed.replace(/\s+/g, ' ').replace(/[\u2010\u2011\u2212]/g, '-');
  const read = (part: string) => readForm(part, options);
  return readForm(text, options) ?? explainUnreadable(text, read, quote);
}

function readForm(text: string, options: DateOptions): Outcome {
  return (
    readUnixStamp(text) ??
    readBareNumber(text, options) ??
    readIsoDate(text, options) ??
    readProtocolDate(text, options) ??
    readWrittenDate(text, options) ??
    readProgramForm(text, (iso) => readIsoDate(iso, options))
  );
}
