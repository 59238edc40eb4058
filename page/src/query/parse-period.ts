import { isDay, msPerDay, toDay } from '../address/days.js';

/** A range of days, half-open: `end` does not belong to it. An end that is undefined is open. */
export interface Period {
  readonly start: string | undefined;
  readonly end: string | undefined;
}

/** Parses `2014`, `2014-09`, `2014-09-05`, and ranges of them like `2014..2016-06`, `2014..` or `..2016`. */
export function parsePeriod(text: string): Period | undefined {
  const [first = '', last = first, ...more] = text.split('..');
  if (more.length > 0 || (first === '' && last === '')) return undefined;
  const start = first === '' ? undefined : firstDay(first);
  const end = last === '' ? undefined : dayAfter(last);
  if ((first !== '' && !start) || (last !== '' && !end)) return undefined;
  return { start, end };
}

function firstDay(text: string): string | undefined {
  const day = `${text}${'-01-01'.slice(0, Math.max(0, 10 - text.length))}`;
  const whole = text.length === 7 ? `${text}-01` : day;
  return isDay(whole) ? whole : undefined;
}

function dayAfter(text: string): string | undefined {
  const start = firstDay(text);
  if (start === undefined) return undefined;
  const date = new Date(start);
  if (text.length === 4) date.setUTCFullYear(date.getUTCFullYear() + 1);
  else if (text.length === 7) date.setUTCMonth(date.getUTCMonth() + 1);
  else date.setTime(date.getTime() + msPerDay);
  // The year 9999 is the last one.
  return date.getUTCFullYear() > 9999 ? '9999-12-31T23:59:59.999Z' : toDay(date.getTime());
}
