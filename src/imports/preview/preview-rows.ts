import type { ItemRules } from '../normalise/item-rules.js';
import { normaliseRecord } from '../normalise/normalise-record.js';
import type { ReceivedItem } from '../normalise/received-item.js';
import type { RejectionReason } from '../normalise/rejection-reason.js';
import { truncateItem } from '../normalise/truncate-item.js';
import type { RowBatch } from '../rows/row-batch.js';

/** How many rows a preview has at most. */
export const maxPreviewRows = 1000;

/** A row as received, and what would be stored of it: a record, or the reasons why there is none. */
export interface PreviewRow {
  readonly line: number | null;
  readonly received: {
    readonly title: string | null;
    readonly uri: string | null;
    readonly date: string | null;
    readonly raw: string | null;
  };
  readonly stored: { readonly title: string; readonly uri: string; readonly date: string } | null;
  readonly reasons: readonly RejectionReason[];
}

/** Previews the first rows of an input. The rest is not read. */
export async function previewRows(
  batches: AsyncIterable<RowBatch>,
  rules: ItemRules,
  count: number,
): Promise<PreviewRow[]> {
  const rows: PreviewRow[] = [];
  for await (const { items } of batches) {
    rows.push(...items.slice(0, count - rows.length).map((item) => previewRow(item, rules)));
    if (rows.length >= count) break;
  }
  return rows;
}

function previewRow(item: ReceivedItem, rules: ItemRules): PreviewRow {
  const kept = truncateItem({ ...item, date: item.givenDate ?? item.date ?? null });
  const { title = null, uri = null, date = null, line = null, raw = null } = kept;
  const received = { title, uri, date, raw };
  const normalised = normaliseRecord(item, rules);
  if ('reasons' in normalised) return { line, received, stored: null, ...normalised };
  const { record } = normalised;
  const stored = { title: record.title, uri: record.uri, date: record.date.toISOString() };
  return { line, received, stored, reasons: [] };
}
