import type { FileRow } from './file-row.js';
import type { RejectionReason } from './rejection-reason.js';

/** An item of an import as the client sent it, or as it was read from a row of a file. */
export interface ReceivedItem {
  readonly title?: string | null;
  readonly uri?: string | null;
  readonly date?: string | null;
  /** The date as it is in its file, where {@link date} was rewritten. */
  readonly givenDate?: string;
  /** The line of its file on which the item begins, from 1. */
  readonly line?: number | null;
  /** The row of a file as received. If there is nothing else, no item could be read from it. */
  readonly raw?: string | null;
  /** The row of a file, which becomes {@link raw} if the item is rejected. */
  readonly row?: FileRow | undefined;
  /** Why no item could be read from {@link raw}, if that is known. */
  readonly fault?: RejectionReason;
}

/** Whether an item has no title, no URI and no date, not even an empty one. */
export const hasNoField = ({ title, uri, date }: ReceivedItem): boolean =>
  title == null && uri == null && date == null;
