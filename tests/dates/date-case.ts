import type { DateOrder, DateRejectionCode } from '../../src/dates/parse-date.js';
import { parseZones, type Zones } from '../../src/dates/times/zones.js';

/** A text, the instant that it names or the code with which it is rejected, and the order and the zones if they are set. */
export type DateCase = readonly [
  text: string,
  outcome: DateRejectionCode | `${number}-${string}Z`,
  dateOrder?: DateOrder | undefined,
  zones?: string,
];

/** Cases by what they have in common. To add a case is to add a line. */
export type DateCases = Readonly<Record<string, readonly DateCase[]>>;

/** Reads the zones of a case, which must be valid. */
export function readCaseZones(text: string | undefined): Zones | undefined {
  const zones = text === undefined ? undefined : parseZones(text, JSON.stringify);
  if (zones !== undefined && 'fault' in zones) throw new Error(zones.fault);
  return zones;
}

export const march8 = '2014-03-08T00:00:00.000Z';
export const at15 = '2014-03-08T15:00:00.000Z';
export const at1501 = '2014-03-08T15:01:00.000Z';
export const at150102 = '2014-03-08T15:01:02.000Z';
export const at1530 = '2014-03-08T15:30:00.000Z';
export const at153045 = '2014-03-08T15:30:45.000Z';
export const noon = '2014-03-08T12:00:00.000Z';
