import { Option } from 'commander';
import { type DateOrder, dateOrders } from '../../dates/date-order.js';
import type { DateOptions } from '../../dates/parse-date.js';
import { readZones } from '../../imports/normalise/read-zones.js';

/** The options that say how dates are to be read, as they are given. */
export interface GivenDateOptions {
  readonly dateOrder?: DateOrder;
  readonly zones?: string;
}

export const dateOrderOption = () =>
  new Option('--date-order <order>', 'what 01/02/2003 means; rejected without it').choices(
    dateOrders,
  );

export const zonesOption = () =>
  new Option(
    '--zones <offsets>',
    'what names of time zones mean, as in CST=-06:00,IST=+05:30; those with several meanings are rejected without it',
  );

/** Makes sense of the options. Throws an `InputError` for zones that make none. */
export function parseDateOptions({ dateOrder, zones }: GivenDateOptions): DateOptions {
  return { dateOrder, zones: zones === undefined ? undefined : readZones(zones) };
}
