import type { DateOptions } from '../date-options.js';
import type { Outcome, Rejection } from '../parsed-date.js';
import { rejectUnreadable } from '../rejections.js';
import type { DateFormat } from './date-format.js';
import { labelOf, readNumber } from './number-format.js';
import { readPattern } from './read-pattern.js';

/** Reads a date that must be in the given format; it is rejected if it is not. */
export function readFormattedDate(
  text: string,
  format: DateFormat,
  options: DateOptions,
): number | Rejection {
  return readFormat(text, format, options) ?? rejectOtherFormat(format);
}

function readFormat(text: string, format: DateFormat, options: DateOptions): Outcome {
  if ('pattern' in format) return readPattern(text, format.pattern, options);
  const read = readNumber(text, format.name);
  if (typeof read !== 'object' || 'code' in read) return read;
  // A day without a time is the day itself, in any zone.
  if (read.isDay || options.timeZone === undefined) return read.local;
  return options.timeZone.toInstant(read.local);
}

const rejectOtherFormat = (format: DateFormat) =>
  rejectUnreadable(
    'pattern' in format
      ? `is not written like ${format.name}, the date format that was given.`
      : `is not ${labelOf(format.name)}, the date format that was given (${format.name}).`,
  );
