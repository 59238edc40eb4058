import type { Refusal } from './parsed-date.js';

/** Refuses a text that names a day or a time which does not exist. */
export function impossible(explanation: string): Refusal {
  return { code: 'DATE_IMPOSSIBLE', explanation };
}

/** Refuses a text that is not understood. */
export function unreadable(explanation: string): Refusal {
  return { code: 'DATE_UNREADABLE', explanation };
}

/** Refuses a text that has more than one meaning. */
export function ambiguous(explanation: string): Refusal {
  return { code: 'DATE_AMBIGUOUS', explanation };
}

/** Refuses a zone whose name has several meanings; `offsets` are what they amount to. */
export function openZone(name: string, offsets: readonly string[]): Refusal {
  const choices = offsets.map((offset) => `${name}=${offset}`);
  const last = choices.pop();
  return ambiguous(
    `names the zone ${name}, which has several meanings; set zones to ${choices.join(', ')} or ` +
      `${last}, whichever is meant, or write the UTC offset in its place.`,
  );
}

/**
 * Refuses a time whose last two digits can be minutes or seconds as well as a fraction.
 *
 * @param start what stands before them: an hour, or an hour and a minute
 */
export function eitherFraction(start: string, digits: number): Refusal {
  const two = (value: number) => String(value).padStart(2, '0');
  const parts = digits * 60;
  const whole = two(Math.floor(parts / 100));
  const rest = Math.round(((parts % 100) * 60) / 100);
  const isHour = !start.includes(':');
  const fraction = isHour && rest > 0 ? `${start}:${whole}:${two(rest)}` : `${start}:${whole}`;
  return ambiguous(
    `has the time ${start}.${two(digits)}, which can be ${start}:${two(digits)} or, ` +
      `as a fraction, ${fraction}; write the one that is meant.`,
  );
}

/** Refuses a name in the place of a zone. */
export function unknownZone(name: string): Refusal {
  const isName = /^[a-z]{2,10}$/i.test(name);
  const remedy = isName
    ? `set zones to it and its UTC offset, as in ${name.toUpperCase()}=±hh:mm, or write the offset`
    : 'write its UTC offset';
  return unreadable(`names the zone "${name}", which is not known; ${remedy} in its place.`);
}

export const MISSING: Refusal = {
  code: 'DATE_MISSING',
  explanation: 'is blank; write a date like 2014-03-08.',
};

export const UNREADABLE = unreadable(
  'is in no form that is understood as a whole; write it like 2014-03-08, ' +
    '2014-03-08T15:01:02Z or 8 March 2014.',
);

export const DAY_MISSING = unreadable('does not say which day is meant; write it like 2014-03-08.');

export const BARE_NUMBER = unreadable('is a bare number; write the date like 2014-03-08.');

export const GIVES_TWO_TIMES = unreadable('gives two times; keep one of them.');

/** Refuses a number that is likely to be Unix time, which would be the given one. */
export const unmarkedNumber = (text: string, time: Date) =>
  unreadable(
    `is a bare number; if it is Unix time, which is ${withoutZeros(time)}, mark it with an @ ` +
      `like @${text}; else write the date like 2014-03-08.`,
  );

/** Refuses digits that are marked as Unix time, and are the given time of the calendar without the mark. */
export const markedCalendar = (time: Date) =>
  ambiguous(
    'is marked as Unix time, but its digits are a date and a time; write it without the @, ' +
      `like ${withoutZeros(time)}, or the time that is meant otherwise.`,
  );

export const SEVEN_DIGITS = ambiguous(
  'has seven digits, which can be a day of the year, a date without its zeros or a Julian day; ' +
    'write it like 2014-03-08 or, for a day of the year, 2014-067.',
);

export const TWO_TIMES = ambiguous(
  'can give two times, or one with a UTC offset; keep one of the times, or write the offset ' +
    'behind a T, like 2014-03-08T14:00-05:00.',
);

export const WITHOUT_YEAR: Refusal = {
  code: 'DATE_WITHOUT_YEAR',
  explanation: 'names no year; write it with four digits, like 2014-03-08.',
};

export const SHORT_YEAR = ambiguous(
  'abbreviates the year, which can then be of several centuries; write it with four digits.',
);

export const EITHER_ORDER = ambiguous(
  'can be read as day/month or as month/day; set dateOrder to DMY or MDY, ' +
    'or write it like 2014-03-08.',
);

export const EITHER_MONTH = ambiguous(
  'abbreviates the month to a name of several months; write the month in full.',
);

export const EITHER_MIDNIGHT = ambiguous(
  'says midnight, which can be the start or the end of the day; write 00:00 or 24:00.',
);

export const OUT_OF_RANGE: Refusal = {
  code: 'DATE_OUT_OF_RANGE',
  explanation: 'lies outside of the years 1000 to 9999 (UTC).',
};

const withoutZeros = (time: Date) => time.toISOString().replace('.000Z', 'Z');
