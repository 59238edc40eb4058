import { formatZones } from '../../../dates/times/zones.js';
import type { ItemRules } from '../../../imports/normalise/item-rules.js';
import { normaliseRecord } from '../../../imports/normalise/normalise-record.js';
import type { ReceivedItem } from '../../../imports/normalise/received-item.js';
import type { RejectedItem } from '../../../imports/normalise/rejected-item.js';
import type { RejectionReason } from '../../../imports/normalise/rejection-reason.js';
import { truncateItem } from '../../../imports/normalise/truncate-item.js';
import { formatItemRules } from '../../../imports/options/parse-options.js';
import type { Outcome } from '../../../imports/store/import-counts.js';
import { parseNodeNumber } from '../../../nodes/global-id.js';
import type { ImportIdentity } from './imported-part.js';
import { splitIntoRequests } from './request-parts.js';
import type { ServiceClient } from './service-client.js';

/** How a service is to import items. */
export interface SendOptions {
  readonly source: string;
  readonly rules: ItemRules;
  readonly dryRun: boolean;
}

/** Rows of an import to send, possibly with gaps between them. */
export interface SentRows {
  readonly items: readonly ReceivedItem[];
  /** The position in the import of the item at this index. */
  readonly toPosition: (index: number) => number;
  /** The idempotency key of a request whose items begin at this position; undefined for none. */
  readonly keyAt: (position: number) => string | undefined;
  /** Whether items that will be rejected are sent with their original rows, for the service to keep. */
  readonly sendsRows: boolean;
}

/** The outcome of the rows that were sent. */
export interface SentOutcome extends Outcome {
  /** Null unless there is exactly one import. */
  readonly importId: number | null;
  /** The last import; null after a dry run. */
  readonly last: ImportIdentity | null;
}

/** Sends rows to a service in as many requests as needed, and returns the outcome. */
export async function sendItems(
  { send }: ServiceClient,
  { items, toPosition, keyAt, sendsRows }: SentRows,
  { source, rules, dryRun }: SendOptions,
): Promise<SentOutcome> {
  const rejections: RejectedItem[] = [];
  const imports: (ImportIdentity | null)[] = [];
  const zones = rules.zones && formatZones(rules.zones);
  const given = { ...formatItemRules(rules), zones };
  let [inserted, duplicates] = [0, 0];
  for (const { from, count, json } of splitIntoRequests(
    sendsRows ? items.map((item) => addRow(item, rules)) : items,
    rules,
  )) {
    const idempotencyKey = keyAt(toPosition(from));
    const rest = JSON.stringify({ source, ...given, dryRun, idempotencyKey });
    const part = await send(`{"items":${json},${rest.slice(1)}`, count);
    inserted += part.inserted;
    duplicates += part.duplicates;
    for (const { index, reasons } of part.rejections) {
      const item = items[from + index] as ReceivedItem;
      const seen = hasSeenItem(item, reasons) ? reasons : findReasons(item, rules);
      rejections.push({ index: toPosition(from + index), item: truncateItem(item), reasons: seen });
    }
    imports.push(part.import);
  }
  const last = imports.at(-1) ?? null;
  // A service of a version before global ids returns the number itself.
  const number = last === null ? undefined : parseNodeNumber('Import', last.id);
  const importId = (imports.length === 1 && number) || null;
  return { inserted, duplicates, rejections, importId, last };
}

/** Adds the original row to an item that will be rejected; others do not need it. */
function addRow(item: ReceivedItem, rules: ItemRules): ReceivedItem {
  if (item.row === undefined || 'record' in normaliseRecord(item, rules)) return item;
  return truncateItem(item);
}

/** Whether the service judged the item as it was read, and not a substitute that was sent for it. */
function hasSeenItem({ raw, fault }: ReceivedItem, reasons: readonly RejectionReason[]): boolean {
  if (raw != null) return fault === undefined;
  return !reasons.some(({ code }) => code === 'ROW_UNREADABLE');
}

function findReasons(item: ReceivedItem, rules: ItemRules) {
  const normalised = normaliseRecord(item, rules);
  return 'reasons' in normalised ? normalised.reasons : [];
}
