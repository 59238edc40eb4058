import { setImmediate as otherRequests } from 'node:timers/promises';
import type { DateOptions } from '../../dates/parse-date.js';
import {
  type NormalisedRecord,
  normaliseRecord,
  type ReceivedItem,
} from '../normalise/normalise-record.js';
import type { RejectionReason } from '../normalise/rejection-reason.js';
import { truncateItem } from '../normalise/truncate-item.js';
import type { ImportRequest } from './import-request.js';

/** An item that was refused: its place in the import, itself as it is kept, and every reason. */
export interface RejectedItem {
  readonly index: number;
  readonly item: ReceivedItem;
  readonly reasons: readonly RejectionReason[];
}

/** The items of an import, sorted into those to store and those refused. */
export interface PartitionedItems {
  readonly records: readonly NormalisedRecord[];
  /** In the order of their indexes. */
  readonly rejections: readonly RejectedItem[];
}

// The embedded server works on this thread, so the others get their turn in between. With hostile
// titles, full of combining marks, an item can take a millisecond.
const itemsPerTurn = 100;

/** Normalises every item. With `ALL_OR_NOTHING`, one that is refused has all the others refused. */
export async function partitionItems(
  { items, mode }: Pick<ImportRequest, 'items' | 'mode'>,
  dates: DateOptions,
): Promise<PartitionedItems> {
  const records: NormalisedRecord[] = [];
  const rejections: RejectedItem[] = [];
  for (const [index, item] of items.entries()) {
    if (index > 0 && index % itemsPerTurn === 0) await otherRequests();
    const normalised = normaliseRecord(item, dates);
    if ('record' in normalised) records.push(normalised.record);
    else rejections.push({ index, item: truncateItem(item), reasons: normalised.reasons });
  }
  const culprit = rejections[0];
  if (mode === 'PARTIAL' || culprit === undefined) return { records, rejections };
  const faults = new Map(rejections.map((rejection) => [rejection.index, rejection]));
  const reasons = [abortedBy(culprit.index)];
  return {
    records: [],
    rejections: items.map(
      (item, index) => faults.get(index) ?? { index, item: truncateItem(item), reasons },
    ),
  };
}

const abortedBy = (index: number): RejectionReason => ({
  code: 'IMPORT_ABORTED',
  field: 'item',
  message: `The item is valid, but was not stored: the import is ALL_OR_NOTHING, and its item ${index} was rejected.`,
});
