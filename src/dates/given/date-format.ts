import type { Quote } from '../parsed-date.js';
import { compilePattern, type DatePattern } from './date-pattern.js';
import { type NumberFormatName, numberFormatNames } from './number-format.js';

/** The form in which all dates are written: a number of a known unit, or a pattern. */
export type DateFormat =
  | { readonly name: NumberFormatName }
  | { readonly name: string; readonly pattern: DatePattern };

/** Why a text is not a format of dates, as a full sentence. */
export interface DateFormatFault {
  readonly fault: string;
}

const isNumberFormat = (name: string): name is NumberFormatName =>
  (numberFormatNames as readonly string[]).includes(name);

/**
 * Parses a format of dates: `unix` or another name of {@link numberFormatNames}, or a pattern of Unicode
 * TR35 such as `yyyy-MM-dd HH:mm`.
 *
 * @param quote quotes parts of the text in the sentence about a fault
 */
export function parseDateFormat(text: string, quote: Quote): DateFormat | DateFormatFault {
  const name = text.trim();
  const lower = name.toLowerCase();
  if (isNumberFormat(lower)) return { name: lower };
  const names = `${numberFormatNames.join(', ')} or a pattern like yyyy-MM-dd HH:mm`;
  if (/^[a-z]{3,}\w*(?:-\w+)?$/i.test(name) && !/^(?:y{4}|d{2}|M{2})/.test(name)) {
    return { fault: `The date format ${quote(text)} is unknown; expected ${names}.` };
  }
  const pattern = compilePattern(name, quote);
  return typeof pattern === 'string'
    ? { fault: `The date format ${quote(text)} ${pattern}.` }
    : { name, pattern };
}
