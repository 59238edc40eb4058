import { createSerialQueue } from '../../../concurrency/serial-queue.js';
import { normaliseRecord } from '../../../imports/normalise/normalise-record.js';
import type { ReceivedItem } from '../../../imports/normalise/received-item.js';
import type { FingerprintSet } from '../../../imports/run/fingerprint-set.js';
import { DryRunLog } from '../../../imports/targets/dry-run-log.js';
import type { ImportChunk, ImportTarget } from '../../../imports/targets/import-target.js';
import { type SendOptions, sendItems } from './send-items.js';
import type { ServiceClient } from './service-client.js';

/**
 * Rows are sent to a service that does all but store them. It forgets each request, so what stands
 * twice among the rows is found here, and sent once.
 *
 * @param seen what was sent before, as from other files; what is sent now is added
 */
export function serviceDryRun(
  client: ServiceClient,
  options: SendOptions,
  seen: FingerprintSet,
): ImportTarget {
  const log = new DryRunLog();
  const inTurn = createSerialQueue();

  function isRepeated(item: ReceivedItem): boolean {
    const normalised = normaliseRecord(item, options.dates);
    return 'record' in normalised && !seen.add(normalised.record.fingerprint);
  }

  async function storeNow({ from, items }: ImportChunk) {
    const places: number[] = [];
    const sent: ReceivedItem[] = [];
    for (const [index, item] of items.entries()) {
      if (isRepeated(item)) continue;
      places.push(from + index);
      sent.push(item);
    }
    const placeOf = (index: number) => places[index] as number;
    const rows = { items: sent, placeOf, keyAt: () => undefined, sendsRows: false };
    const outcome = await sendItems(client, rows, { ...options, dryRun: true });
    const duplicates = outcome.duplicates + items.length - sent.length;
    return log.add({ ...outcome, duplicates });
  }

  return {
    open: async () => log.state,
    store: (chunk) => inTurn(() => storeNow(chunk)),
    rejections: () => log.rejections(),
    settle: async () => {},
    close: () => log.close(),
  };
}
