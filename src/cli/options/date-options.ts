import { Option } from 'commander';
import { type DateOrder, dateOrders } from '../../dates/date-order.js';
import type { DateOptions } from '../../dates/parse-date.js';
import { readZones } from '../../imports/normalise/read-zones.js';

/** The options for reading dates, as given. */
export interface GivenDateOptions {
  readonly dateOrder?: DateOrder;
  readonly zones?: string;
}

export const dateOrderOption = () =>
  new Option('--date-order <order>', 'how to read 01/02/2003 (default: reject it)').choices(
    dateOrders,
  );

export const zonesOption = () =>
  new Option(
    '--zones <offsets>',
    'the offsets of ambiguous time zone names, like CST=-06:00,IST=+05:30 (default: reject them)',
  );

/** Validates the options. Throws an `InputError` for zones that are not allowed. */
export function parseDateOptions({ dateOrder, zones }: GivenDateOptions): DateOptions {
  return { dateOrder, zones: zones === undefined ? undefined : readZones(zones) };
}
