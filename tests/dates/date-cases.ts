import type { DateCases } from './date-case.js';
import { faultyDates } from './faulty-date-cases.js';
import { isoDates } from './iso-date-cases.js';
import { programDates } from './program-date-cases.js';
import { realDates } from './real-date-cases.js';
import { unreadableDates } from './unreadable-date-cases.js';
import { writtenDates } from './written-date-cases.js';
import { writtenTimes } from './written-time-cases.js';

/** What is read, as which instant, and what is refused, with which code. */
export const dateCases: DateCases = {
  ...isoDates,
  ...programDates,
  ...writtenDates,
  ...writtenTimes,
  ...faultyDates,
  ...unreadableDates,
  ...realDates,
};
