import type { Database } from '../../database/database.js';
import type { ItemRules } from '../normalise/item-rules.js';
import type { ReceivedItem } from '../normalise/received-item.js';
import { readUnsettled, settleRejections } from '../store/settlements.js';
import { type PartitionedItems, type StoredItems, storeItems } from '../store/store-items.js';
import { partitionItems } from './partition-items.js';

/** A rejected item to import again. */
export interface RetriedItem {
  /** The index of its rejection. */
  readonly index: number;
  readonly item: ReceivedItem;
}

/** Items of an import to import again, and what becomes of them. */
export interface PreparedRetry {
  readonly items: readonly RetriedItem[];
  /** Their rejections have the indexes that they had. */
  readonly partitioned: PartitionedItems;
}

/** Normalises items that are imported again, before the transaction that stores them. */
export async function prepareRetry(
  items: readonly RetriedItem[],
  rules: ItemRules,
): Promise<PreparedRetry> {
  const { records, rejections } = await partitionItems(
    { items: items.map(({ item }) => item) },
    rules,
  );
  const indexed = rejections.map((rejection) => ({
    ...rejection,
    index: items[rejection.index]?.index ?? rejection.index,
  }));
  return { items, partitioned: { records, rejections: indexed } };
}

/** What {@link leaveOutSettled} needs to know. */
export interface RetrySource {
  readonly importId: number;
  readonly rules: ItemRules;
}

/**
 * Leaves out items that another retry has stored meanwhile, in a transaction that holds the lock of the
 * data: of several retries of an item at once, one stores it.
 */
export async function leaveOutSettled(
  transaction: Database,
  prepared: PreparedRetry,
  { importId, rules }: RetrySource,
): Promise<PreparedRetry> {
  const indexes = prepared.items.map(({ index }) => index);
  const unsettled = await readUnsettled(transaction, importId, indexes);
  if (unsettled.size === indexes.length) return prepared;
  return prepareRetry(
    prepared.items.filter(({ index }) => unsettled.has(index)),
    rules,
  );
}

/**
 * Stores items of an import again, as items of another one, and settles those that are stored now. Those
 * that are rejected again are not settled.
 *
 * @param id of the new import
 */
export async function storeRetry(
  transaction: Database,
  { items, partitioned }: PreparedRetry,
  importId: number,
  id: number,
): Promise<StoredItems> {
  const stored = await storeItems(transaction, id, partitioned);
  const rejected = new Set(partitioned.rejections.map(({ index }) => index));
  const settled = items.map(({ index }) => index).filter((index) => !rejected.has(index));
  await settleRejections(transaction, importId, settled, id);
  return stored;
}
