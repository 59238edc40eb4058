import type { ReceivedItem } from './received-item.js';
import type { RejectionReason } from './rejection-reason.js';

/** An item that was rejected. */
export interface RejectedItem {
  /** The position of the item in its import, from 0. */
  readonly index: number;
  /** The item as it is stored, see `truncateItem`. */
  readonly item: ReceivedItem;
  /** Every reason, at least one. */
  readonly reasons: readonly RejectionReason[];
}
