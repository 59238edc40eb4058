import type { ReceivedItem } from '../normalise/received-item.js';

/** Rows that were read together, in their order. */
export interface RowBatch {
  readonly items: readonly ReceivedItem[];
  /** How many uncompressed bytes of the input had been read when the last row was complete. */
  readonly bytes: number;
}
