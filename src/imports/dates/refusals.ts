import type { Refusal } from './parsed-date.js';

/** Refuses a text that names a day or a time which does not exist. */
export function impossible(explanation: string): Refusal {
  return { code: 'DATE_IMPOSSIBLE', explanation };
}

/** Refuses a text that has more than one meaning. */
export function ambiguous(explanation: string): Refusal {
  return { code: 'DATE_AMBIGUOUS', explanation };
}

export const MISSING: Refusal = {
  code: 'DATE_MISSING',
  explanation: 'is blank; write a date like 2014-03-08.',
};

export const UNREADABLE: Refusal = {
  code: 'DATE_UNREADABLE',
  explanation:
    'is in no form that is understood as a whole; write it like 2014-03-08, ' +
    '2014-03-08T15:01:02Z or 8 March 2014.',
};

export const DAY_MISSING: Refusal = {
  code: 'DATE_UNREADABLE',
  explanation: 'does not say which day is meant; write it like 2014-03-08.',
};

export const UNMARKED_NUMBER: Refusal = {
  code: 'DATE_UNREADABLE',
  explanation:
    'is a bare number; mark a Unix time with an @ like @1394290800, ' +
    'or write the date like 2014-03-08.',
};

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
