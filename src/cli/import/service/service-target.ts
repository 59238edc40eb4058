import { hash } from 'node:crypto';
import { join } from 'node:path';
import { createSerialQueue } from '../../../concurrency/serial-queue.js';
import {
  type ImportChunk,
  type ImportTarget,
  RowsChanged,
} from '../../../imports/run/import-target.js';
import type { OccurrenceCounter } from '../../../imports/run/occurrence-counter.js';
import { quote } from '../../../text/quote.js';
import { ImportError } from '../import-error.js';
import { type ImportJournal, openJournal } from '../journal/journal.js';
import { type SendOptions, sendItems } from './send-items.js';
import type { ServiceClient } from './service-client.js';

/** How to import into a service, and where to keep the journal. */
export interface ServiceTargetOptions extends SendOptions {
  /** The folder of the journals. */
  readonly folder: string;
  /** What distinguishes this import from others of the same rows. */
  readonly identity: readonly unknown[];
  /** Distinguishes imports of the same rows within one command. */
  readonly repeats: OccurrenceCounter;
  /** Whether to start over instead of resuming. */
  readonly restart: boolean;
  readonly warn: (message: string) => void;
}

const maxShown = 300;

// A service keeps idempotency keys for 24 hours; its clock may differ from ours.
const keyLifetimeMs = 23.5 * 60 * 60 * 1000;

/**
 * Sends rows to a service, each request with its own idempotency key. Each completed chunk is recorded
 * in a journal; a chunk that is not recorded is sent again with the same keys, for which the service
 * returns what it returned before.
 */
export function serviceTarget(client: ServiceClient, options: ServiceTargetOptions): ImportTarget {
  const { folder, identity, repeats, restart, warn, ...take } = options;
  let journal: ImportJournal | undefined;
  const inOrder = createSerialQueue();

  function openedJournal(): ImportJournal {
    if (journal === undefined) throw new Error('The import was not opened.');
    return journal;
  }

  async function storeNow({ from, items, digest, isLast }: ImportChunk) {
    const log = openedJournal();
    const { run, sendsRows } = log;
    const received = from + items.length;
    const hex = digest.toString('hex');
    // The digest covers all earlier rows as well.
    const known = log.digestAt(received);
    const isShorter = isLast && received < log.state.received;
    if (known === hex && !isShorter) return log.state;
    if (log.isComplete || from !== log.state.received) throw new RowsChanged();
    const toPosition = (index: number) => from + index;
    const keyAt = (position: number) => `records import ${run} ${position}`;
    const done = await sendItems(client, { items, toPosition, keyAt, sendsRows }, take);
    await log.add({ ...done, received, digest: hex, isLast });
    return log.state;
  }

  return {
    async open(first) {
      const digest = first.digest.toString('hex');
      const name = hash('sha256', JSON.stringify([identity, digest, repeats(digest)]));
      const viewer = await client.identify();
      journal = await openJournal(join(folder, `${name}.jsonl`), { restart, viewer });
      requireSameViewer(journal, viewer);
      const { state, isComplete, writtenAt } = journal;
      await requireKnown(journal, client);
      if (!isComplete && state.received > 0 && Date.now() - writtenAt > keyLifetimeMs) {
        warn(
          'This import was interrupted more than a day ago, and services keep idempotency keys for a day: rows whose response was lost count as duplicates.',
        );
      }
      return { ...state, replayed: isComplete };
    },
    store: (chunk) => inOrder(() => storeNow(chunk)),
    rejections: () => openedJournal().rejections(),
    settle: () => openedJournal().remove(),
    close: async () => journal?.close(),
  };
}

/**
 * Checks that an interrupted import is resumed by who began it: otherwise, the rest of its rows would
 * belong to somebody else. Throws an {@link ImportError} if it is not.
 */
function requireSameViewer({ viewer: first }: ImportJournal, viewer: string | undefined): void {
  // Older versions did not record it, and services of older versions do not tell.
  if (first === undefined || viewer === undefined || first === viewer) return;
  throw new ImportError(
    `This import was begun as ${quote(first, maxShown)} and cannot be resumed as ${quote(viewer, maxShown)}; use a token of the former, or start over with --restart.`,
  );
}

/**
 * Checks that the service still has the import of the journal: there may be another database behind
 * the URL by now, like a restored backup. Throws an {@link ImportError} if it has not.
 */
async function requireKnown({ last }: ImportJournal, { name, find }: ServiceClient): Promise<void> {
  if (last === null) return;
  const found = await find(last.id);
  if (found === undefined || found?.startedAt === last.startedAt) return;
  throw new ImportError(`${name} does not have the interrupted import; start over with --restart.`);
}
