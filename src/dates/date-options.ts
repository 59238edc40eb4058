import type { DateOrder } from './date-order.js';
import type { Zones } from './times/zones.js';

/** How to read dates that have several meanings. */
export interface DateOptions {
  /** What `01/02/2003` means; if not given, it is rejected. */
  readonly dateOrder?: DateOrder | undefined;
  /** The meanings of zone names that are ambiguous or unknown. */
  readonly zones?: Zones | undefined;
}
