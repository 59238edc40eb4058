import { setImmediate as otherRequests } from 'node:timers/promises';
import type { ItemRules } from '../normalise/item-rules.js';
import { type NormalisedRecord, normaliseRecord } from '../normalise/normalise-record.js';
import type { ReceivedItem } from '../normalise/received-item.js';
import type { RejectedItem } from '../normalise/rejected-item.js';
import type { RejectionReason } from '../normalise/rejection-reason.js';
import { truncateItem } from '../normalise/truncate-item.js';
import type { PartitionedItems } from '../store/store-items.js';
import type { ImportMode } from './import-request.js';

/** Consecutive items of an import. */
export interface ItemRange {
  readonly items: readonly ReceivedItem[];
  /** The position of the first item in its import, from 0. */
  readonly from?: number;
}

// The embedded engine works on this thread, so other requests are served in between. With hostile
// titles, full of combining marks, an item can take a millisecond.
const itemsPerTurn = 100;

/**
 * Normalises every item and partitions them into records and rejections. In the mode `ALL_OR_NOTHING`,
 * one rejection rejects all items.
 */
export async function partitionItems(
  { items, from = 0 }: ItemRange,
  rules: ItemRules,
  mode: ImportMode = 'PARTIAL',
): Promise<PartitionedItems> {
  const records: NormalisedRecord[] = [];
  const rejections: RejectedItem[] = [];
  for (const [position, item] of items.entries()) {
    if (position > 0 && position % itemsPerTurn === 0) await otherRequests();
    const normalised = normaliseRecord(item, rules);
    if ('record' in normalised) records.push(normalised.record);
    else rejections.push(rejectItem(from + position, item, normalised.reasons));
  }
  const culprit = rejections[0];
  if (mode === 'PARTIAL' || culprit === undefined) return { records, rejections };
  const invalid = new Map(rejections.map((rejection) => [rejection.index, rejection]));
  const reasons = [abortedBy(culprit.index)];
  return {
    records: [],
    rejections: items.map(
      (item, position) =>
        invalid.get(from + position) ?? rejectItem(from + position, item, reasons),
    ),
  };
}

const rejectItem = (
  index: number,
  item: ReceivedItem,
  reasons: readonly RejectionReason[],
): RejectedItem => ({ index, item: truncateItem(item), reasons });

const abortedBy = (index: number): RejectionReason => ({
  code: 'IMPORT_ABORTED',
  field: 'item',
  message: `The item is valid but was not stored: the import is ALL_OR_NOTHING, and item ${index} was rejected.`,
});
