import type { Rejection } from './parsed-date.js';

/** Rejects a text that names a day or a time that does not exist. */
export function rejectImpossible(explanation: string): Rejection {
  return { code: 'DATE_IMPOSSIBLE', explanation };
}

/** Rejects a text that is not understood. */
export function rejectUnreadable(explanation: string): Rejection {
  return { code: 'DATE_UNREADABLE', explanation };
}

/** Rejects a text that has more than one meaning. */
export function rejectAmbiguous(explanation: string): Rejection {
  return { code: 'DATE_AMBIGUOUS', explanation };
}

/** Rejects a zone whose name has several meanings; `offsets` are the UTC offsets of each. */
export function rejectAmbiguousZone(name: string, offsets: readonly string[]): Rejection {
  const choices = offsets.map((offset) => `${name}=${offset}`);
  const last = choices.pop();
  return rejectAmbiguous(
    `names the zone ${name}, which has several meanings; set zones to ${choices.join(', ')} or ` +
      `${last}, whichever is meant, or write the UTC offset instead.`,
  );
}

/**
 * Rejects a time whose last two digits can be minutes or seconds as well as a fraction.
 *
 * @param start what precedes them: an hour, or an hour and a minute
 */
export function rejectAmbiguousFraction(start: string, digits: number): Rejection {
  const two = (value: number) => String(value).padStart(2, '0');
  const parts = digits * 60;
  const whole = two(Math.floor(parts / 100));
  const rest = Math.round(((parts % 100) * 60) / 100);
  const isHour = !start.includes(':');
  const fraction = isHour && rest > 0 ? `${start}:${whole}:${two(rest)}` : `${start}:${whole}`;
  return rejectAmbiguous(
    `has the time ${start}.${two(digits)}, which can be ${start}:${two(digits)} or, ` +
      `as a fraction, ${fraction}; write the one that is meant.`,
  );
}

/** Rejects an unknown name where a zone is expected. */
export function rejectUnknownZone(name: string): Rejection {
  const isName = /^[a-z]{2,10}$/i.test(name);
  const remedy = isName
    ? `set zones to it and its UTC offset, as in ${name.toUpperCase()}=±hh:mm, or write the offset`
    : 'write its UTC offset';
  return rejectUnreadable(`names the zone "${name}", which is not known; ${remedy} instead.`);
}

export const blank: Rejection = {
  code: 'DATE_MISSING',
  explanation: 'is blank; write a date like 2014-03-08.',
};

export const unknownForm = rejectUnreadable(
  'is not in a known form; write it like 2014-03-08, ' + '2014-03-08T15:01:02Z or 8 March 2014.',
);

export const dayMissing = rejectUnreadable('does not name a day; write it like 2014-03-08.');

export const bareNumber = rejectUnreadable('is a bare number; write the date like 2014-03-08.');

export const twoTimesGiven = rejectUnreadable('contains two times; keep one of them.');

/** Rejects a number that is likely to be Unix time, which would be the given time. */
export const rejectUnmarkedNumber = (text: string, time: Date) =>
  rejectUnreadable(
    `is a bare number; if it is Unix time, which is ${formatBriefly(time)}, mark it with an @ ` +
      `like @${text}; to read all dates so, set dateFormat to ${/^\d{13}/.test(text) ? 'unix-ms' : 'unix'}; ` +
      'otherwise write the date like 2014-03-08.',
  );

/** Rejects a number that is likely to be a time in microseconds. */
export const rejectFineNumber = (unit: string, format: 'unix-us' | 'webkit') =>
  rejectUnreadable(
    `is a bare number; if it is ${unit}, set dateFormat to ${format}; ` +
      'otherwise write the date like 2014-03-08.',
  );

/** Rejects a number that may be the serial date of a spreadsheet. */
export const rejectSerialDate = rejectUnreadable(
  'is a bare number; if it is the serial date of a spreadsheet, set dateFormat to excel; ' +
    'otherwise write the date like 2014-03-08.',
);

/** Rejects digits that are marked as Unix time, but are the given calendar time without the mark. */
export const rejectMarkedCalendar = (time: Date) =>
  rejectAmbiguous(
    'is marked as Unix time, but its digits are a date and a time; write it without the @, ' +
      `like ${formatBriefly(time)}, or write the time that is meant in another form.`,
  );

export const sevenDigits = rejectAmbiguous(
  'has seven digits, which can be a day of the year, a date without its zeros, or a Julian day; ' +
    'write it like 2014-03-08 or, for a day of the year, 2014-067.',
);

export const timesOrOffset = rejectAmbiguous(
  'can contain two times, or one with a UTC offset; keep one of the times, or write the offset ' +
    'after a T, like 2014-03-08T14:00-05:00.',
);

export const yearMissing: Rejection = {
  code: 'DATE_WITHOUT_YEAR',
  explanation: 'does not name a year; write it with four digits, like 2014-03-08.',
};

export const abbreviatedYear = rejectAmbiguous(
  'abbreviates the year, whose century is then unclear; set century to 2000 or 1900, ' +
    'whichever is meant, or write the year with four digits.',
);

export const ambiguousOrder = rejectAmbiguous(
  'can be read as day/month or as month/day; set dateOrder to DMY or MDY, ' +
    'or write it like 2014-03-08.',
);

export const ambiguousMonth = rejectAmbiguous(
  'abbreviates the month to a name that several months share; write the month in full.',
);

export const ambiguousMidnight = rejectAmbiguous(
  'says midnight, which can be the start or the end of the day; write 00:00 or 24:00.',
);

export const outOfRange: Rejection = {
  code: 'DATE_OUT_OF_RANGE',
  explanation: 'is outside the years 1000 to 9999 (UTC).',
};

const formatBriefly = (time: Date) => time.toISOString().replace('.000Z', 'Z');
