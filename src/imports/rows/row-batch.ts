import type { ReceivedItem } from '../normalise/received-item.js';

/** Rows that were read together, in their order. */
export interface RowBatch {
  readonly items: readonly ReceivedItem[];
  /** How many bytes of the input, unpacked, were read when the last of them was complete. */
  readonly bytes: number;
}
