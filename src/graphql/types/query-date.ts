import { RequestError } from '../../errors/request-error.js';
import { quote } from '../../text/quote.js';

/**
 * The instant that a query names, in milliseconds of Unix time. Records are dated to the millisecond,
 * so a more precise instant lies between two milliseconds, and the operator decides which one applies.
 */
export interface QueryDate {
  /** The last millisecond that is not later. */
  readonly floor: number;
  /** The first millisecond that is not earlier. */
  readonly ceiling: number;
}

const form =
  /^(\d{4}-\d\d-\d\d)(?:[Tt ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?(?:[Zz]|([+-])(\d\d):(\d\d))?)?$/;

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/**
 * Parses a date of a query: `2012-01-01` (midnight UTC) or an RFC 3339 date-time, whose seconds and
 * offset may be omitted (UTC). Unlike the dates of an import it has no other forms, as programs write
 * it. Throws `DATE_INVALID` for any other value, and for days that do not exist.
 */
export function readQueryDate(value: unknown): QueryDate {
  const found = typeof value === 'string' ? form.exec(value) : null;
  const [, day, hour, minute, second, fraction = '', sign, offsetHour, offsetMinute] = found ?? [];
  const time = timeOfDay(hour, minute, second, fraction);
  const offset = offsetMs(sign, offsetHour, offsetMinute);
  const midnight = midnightOf(day);
  if (midnight === undefined || time === undefined || offset === undefined) {
    throw new RequestError('DATE_INVALID', describeFault(value));
  }
  const floor = midnight + time - offset;
  return { floor, ceiling: /[1-9]/.test(fraction.slice(3)) ? floor + 1 : floor };
}

function midnightOf(day = ''): number | undefined {
  const midnight = new Date(`${day}T00:00Z`);
  // Date.parse lets 31 April roll over to May, which shows when the day is formatted again.
  const exists = !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(day);
  return exists ? midnight.getTime() : undefined;
}

/** Milliseconds since midnight; the end of a day may be written as 24:00 (ISO 8601). */
function timeOfDay(hour = '0', minute = '0', second = '0', fraction = ''): number | undefined {
  const total =
    (Number(hour) * 60 + Number(minute)) * minuteMs +
    Number(second) * 1000 +
    Number(fraction.slice(0, 3).padEnd(3, '0'));
  const isOver = total > dayMs || (total === dayMs && /[1-9]/.test(fraction));
  // Unix time has no leap seconds.
  return Number(minute) > 59 || Number(second) > 59 || isOver ? undefined : total;
}

function offsetMs(sign = '+', hour = '0', minute = '0'): number | undefined {
  if (Number(hour) > 23 || Number(minute) > 59) return undefined;
  const total = (Number(hour) * 60 + Number(minute)) * minuteMs;
  return sign === '-' ? -total : total;
}

const lostPlus = /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(?::\d\d(?:\.\d+)?)? \d\d:\d\d$/;

function describeFault(value: unknown): string {
  if (typeof value === 'string' && lostPlus.test(value)) {
    return `${quote(value)} is not a date: its offset has no sign. In the query string of a URL, "+" means a space; write it as "%2B".`;
  }
  return `${show(value)} is not a date; expected an existing day like "2012-01-01" or an instant like "2012-01-01T15:30:00Z".`;
}

const maxShownLength = 80;

function show(value: unknown): string {
  if (Array.isArray(value)) return 'A list';
  if (typeof value === 'object') return value === null ? 'null' : 'An object';
  return typeof value === 'string' ? quote(value, maxShownLength) : String(value);
}
