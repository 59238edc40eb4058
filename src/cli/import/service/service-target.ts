import { hash } from 'node:crypto';
import { join } from 'node:path';
import { createSerialQueue } from '../../../concurrency/serial-queue.js';
import type { OccurrenceCounter } from '../../../imports/run/occurrence-counter.js';
import {
  type ImportChunk,
  type ImportTarget,
  RowsChanged,
} from '../../../imports/targets/import-target.js';
import { ImportError } from '../import-error.js';
import { type ImportJournal, openJournal } from '../journal/journal.js';
import { type SendOptions, sendItems } from './send-items.js';
import type { ServiceClient } from './service-client.js';

/** An import into a service, and where it writes down how far it is. */
export interface ServiceTargetOptions extends SendOptions {
  /** The folder of the journals. */
  readonly folder: string;
  /** What tells this import from others with the same rows. */
  readonly identity: readonly unknown[];
  /** Tells those of the same command apart. */
  readonly repeats: OccurrenceCounter;
  /** Whether to forget what was done before. */
  readonly restart: boolean;
  readonly warn: (message: string) => void;
}

// A service keeps keys for 24 hours; its clock need not be ours.
const keysLastMs = 23.5 * 60 * 60 * 1000;

/**
 * Rows go to a service, each request under a key of its own. What is done is written down after each
 * chunk; a chunk about which nothing is written is sent again under the same keys, so that the
 * service answers as it did before.
 */
export function serviceTarget(client: ServiceClient, options: ServiceTargetOptions): ImportTarget {
  const { folder, identity, repeats, restart, warn, ...take } = options;
  let journal: ImportJournal | undefined;
  const inTurn = createSerialQueue();

  function opened(): ImportJournal {
    if (journal === undefined) throw new Error('The import was not opened.');
    return journal;
  }

  async function storeNow({ from, items, digest, isLast }: ImportChunk) {
    const log = opened();
    const { run, sendsRows } = log;
    const received = from + items.length;
    const hex = digest.toString('hex');
    // The digest speaks for all rows before as well.
    const known = log.digestAt(received);
    const isShorter = isLast && received < log.state.received;
    if (known === hex && !isShorter) return log.state;
    if (log.isComplete || from !== log.state.received) throw new RowsChanged();
    const placeOf = (index: number) => from + index;
    const keyAt = (place: number) => `records import ${run} ${place}`;
    const done = await sendItems(client, { items, placeOf, keyAt, sendsRows }, take);
    await log.add({ ...done, received, digest: hex, isLast });
    return log.state;
  }

  return {
    async open(first) {
      const digest = first.digest.toString('hex');
      const name = hash('sha256', JSON.stringify([identity, digest, repeats(digest)]));
      journal = await openJournal(join(folder, `${name}.jsonl`), restart);
      const { state, isComplete, writtenAt } = journal;
      await requireKnown(journal, client);
      if (!isComplete && state.received > 0 && Date.now() - writtenAt > keysLastMs) {
        warn(
          'This import goes on after more than a day, for which services keep keys: rows that were sent, but not answered for, count as duplicates.',
        );
      }
      return { ...state, replayed: isComplete };
    },
    store: (chunk) => inTurn(() => storeNow(chunk)),
    rejections: () => opened().rejections(),
    settle: () => opened().remove(),
    close: async () => journal?.close(),
  };
}

/**
 * Makes sure that what the journal calls done is done in this database: another one may answer at the
 * address by now, like a backup that was restored. Throws an {@link ImportError} when it is not.
 */
async function requireKnown({ last }: ImportJournal, { name, find }: ServiceClient): Promise<void> {
  if (last === null) return;
  const found = await find(last.id);
  if (found === undefined || found?.startedAt === last.startedAt) return;
  throw new ImportError(
    `${name} does not know the import that was begun; import the file from its beginning by --restart.`,
  );
}
