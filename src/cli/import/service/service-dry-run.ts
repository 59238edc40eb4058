import { createSerialQueue } from '../../../concurrency/serial-queue.js';
import { normaliseRecord } from '../../../imports/normalise/normalise-record.js';
import type { ReceivedItem } from '../../../imports/normalise/received-item.js';
import type { FingerprintSet } from '../../../imports/run/fingerprint-set.js';
import type { ImportChunk, ImportTarget } from '../../../imports/run/import-target.js';
import { DryRunLog } from '../../../imports/targets/dry-run-log.js';
import { type SendOptions, sendItems } from './send-items.js';
import type { ServiceClient } from './service-client.js';

/**
 * Sends rows to a service for validation only. The service remembers nothing between requests, so
 * duplicates among the rows are detected here, and are sent once.
 *
 * @param seen fingerprints of rows sent before, also of other files; new ones are added
 */
export function serviceDryRun(
  client: ServiceClient,
  options: SendOptions,
  seen: FingerprintSet,
): ImportTarget {
  const log = new DryRunLog();
  const inOrder = createSerialQueue();

  function isDuplicate(item: ReceivedItem): boolean {
    const normalised = normaliseRecord(item, options.rules);
    return 'record' in normalised && !seen.add(normalised.record.fingerprint);
  }

  async function storeNow({ from, items }: ImportChunk) {
    const positions: number[] = [];
    const sent: ReceivedItem[] = [];
    for (const [index, item] of items.entries()) {
      if (isDuplicate(item)) continue;
      positions.push(from + index);
      sent.push(item);
    }
    const toPosition = (index: number) => positions[index] as number;
    const rows = { items: sent, toPosition, keyAt: () => undefined, sendsRows: false };
    const outcome = await sendItems(client, rows, { ...options, dryRun: true });
    const duplicates = outcome.duplicates + items.length - sent.length;
    return log.add({ ...outcome, duplicates });
  }

  return {
    open: async () => log.state,
    store: (chunk) => inOrder(() => storeNow(chunk)),
    rejections: () => log.rejections(),
    settle: async () => {},
    close: () => log.close(),
  };
}
