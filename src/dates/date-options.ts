import type { DateOrder } from './date-order.js';
import type { Zones } from './times/zones.js';

/** How to read dates that have several meanings. */
export interface DateOptions {
  /** What `01/02/2003` means; it is refused without it. */
  readonly dateOrder?: DateOrder | undefined;
  /** What names of zones mean that have several meanings, or none that is known. */
  readonly zones?: Zones | undefined;
}
