import type { DateOrder } from './date-order.js';
import type { Century } from './given/century.js';
import type { DateFormat } from './given/date-format.js';
import type { TimeZone } from './given/time-zone.js';
import type { Zones } from './times/zones.js';

/** How to read dates that have several meanings. */
export interface DateOptions {
  /** What `01/02/2003` means; if not given, it is rejected. */
  readonly dateOrder?: DateOrder | undefined;
  /** The meanings of zone names that are ambiguous or unknown. */
  readonly zones?: Zones | undefined;
  /** The form in which all dates are written; others are rejected. */
  readonly dateFormat?: DateFormat | undefined;
  /** The zone of times without an offset; UTC if not given. */
  readonly timeZone?: TimeZone | undefined;
  /** The century of years of two digits, such as 2000; if not given, they are rejected. */
  readonly century?: Century | undefined;
}
