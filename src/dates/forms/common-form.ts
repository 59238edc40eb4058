import { daysInMonth } from '../calendar.js';
import { monthsByName } from '../words/date-words.js';

const dayFirst = /^(\d{1,2}) ([a-z]{3,10}) (\d{4})$/i;
const monthFirst = /^([a-z]{3,10}) (\d{1,2}),? (\d{4})$/i;

const codeOfZero = 48;
const codeOfNine = 57;

/**
 * Reads the most common forms, several times faster than the other readers:
 * `2014-03-08`, `2014-03-08T15:01:02.345Z` (or a space, or no `Z`, or no fraction),
 * `8 March 2014` and `March 8, 2014`. It never rejects a text, but leaves to
 * the others whatever it does not read.
 *
 * @returns milliseconds since 1970, or `undefined`
 */
export function readCommonForm(text: string): number | undefined {
  const first = text.charCodeAt(0);
  if (first >= codeOfZero && first <= codeOfNine)
    return text.charCodeAt(4) === 45 ? readIso(text) : readDayFirst(text);
  const match = monthFirst.exec(text);
  return match === null ? undefined : readNamedMonth(match[3], match[1], match[2]);
}

function readDayFirst(text: string): number | undefined {
  const match = dayFirst.exec(text);
  return match === null ? undefined : readNamedMonth(match[3], match[2], match[1]);
}

function readNamedMonth(year?: string, month?: string, day?: string): number | undefined {
  const months = monthsByName.get(month?.toLowerCase() ?? '');
  return months?.length === 1 ? toUtc(Number(year), months[0] ?? 0, Number(day)) : undefined;
}

function readIso(text: string): number | undefined {
  if (text.charCodeAt(7) !== 45) return undefined;
  const midnight = toUtc(
    readPair(text, 0) * 100 + readPair(text, 2),
    readPair(text, 5),
    readPair(text, 8),
  );
  if (text.length === 10 || midnight === undefined) return midnight;
  const time = readIsoTime(text);
  return time === undefined ? undefined : midnight + time;
}

function readIsoTime(text: string): number | undefined {
  const gap = text.charCodeAt(10);
  const isTime = gap === 84 || gap === 32;
  if (!isTime || text.charCodeAt(13) !== 58 || text.charCodeAt(16) !== 58) return undefined;
  const end = text.charCodeAt(text.length - 1) === 90 ? text.length - 1 : text.length;
  const hour = readPair(text, 11);
  const minute = readPair(text, 14);
  const second = readPair(text, 17);
  let millisecond = 0;
  if (end === 23 && text.charCodeAt(19) === 46) {
    millisecond = readDigit(text, 20) * 100 + readPair(text, 21);
  } else if (end !== 19) {
    return undefined;
  }
  const total = ((hour * 60 + minute) * 60 + second) * 1000 + millisecond;
  // A pair that is not a number makes the total NaN, which fails every comparison.
  return hour < 24 && minute < 60 && second < 60 && total >= 0 ? total : undefined;
}

function toUtc(year: number, month: number, day: number): number | undefined {
  const isPlain = year >= 1000 && day >= 1 && day <= daysInMonth(year, month);
  return isPlain ? Date.UTC(year, month - 1, day) : undefined;
}

function readPair(text: string, index: number): number {
  return readDigit(text, index) * 10 + readDigit(text, index + 1);
}

function readDigit(text: string, index: number): number {
  const code = text.charCodeAt(index);
  return code >= codeOfZero && code <= codeOfNine ? code - codeOfZero : Number.NaN;
}
