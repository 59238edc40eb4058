import type { DateOrder, DateRejectionCode } from '../../src/dates/parse-date.js';

/** A text, then the instant it names or the code it is refused with, then the order and the zones if they are set. */
export type DateCase = readonly [
  text: string,
  outcome: DateRejectionCode | `${number}-${string}Z`,
  dateOrder?: DateOrder | undefined,
  zones?: string,
];

/** Cases by what they have in common. To add a case is to add a line. */
export type DateCases = Readonly<Record<string, readonly DateCase[]>>;

export const MARCH_8 = '2014-03-08T00:00:00.000Z';
export const AT_15 = '2014-03-08T15:00:00.000Z';
export const AT_15_01 = '2014-03-08T15:01:00.000Z';
export const AT_15_01_02 = '2014-03-08T15:01:02.000Z';
export const AT_15_30 = '2014-03-08T15:30:00.000Z';
export const AT_15_30_45 = '2014-03-08T15:30:45.000Z';
export const NOON = '2014-03-08T12:00:00.000Z';
