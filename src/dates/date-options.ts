import type { DateOrder } from './date-order.js';
import type { Zones } from './times/zones.js';

/** How to read dates that have several meanings. */
export interface DateOptions {
  /** What `01/02/2003` means; it is rejected without it. */
  readonly dateOrder?: DateOrder | undefined;
  /** What zone names mean that are ambiguous or unknown. */
  readonly zones?: Zones | undefined;
}
