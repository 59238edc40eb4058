import { createSerialQueue } from '../../concurrency/serial-queue.js';
import type { OpenDatabase } from '../../database/open-database.js';
import type { ItemRules } from '../normalise/item-rules.js';
import type { FingerprintSet } from '../run/fingerprint-set.js';
import type { ImportChunk, ImportTarget } from '../run/import-target.js';
import { partitionItems } from '../run/partition-items.js';
import { DryRunLog } from './dry-run-log.js';

const fingerprintsPerStatement = 1000;

/** A dry run of rows for a database. */
export interface DryRun {
  readonly rules?: ItemRules | undefined;
  /** Fingerprints of valid rows seen so far, also in earlier files; those of this file are added. */
  readonly seen: FingerprintSet;
}

/**
 * Checks rows as an import would, and compares them with the stored records. Writes nothing to the
 * database, not even temporarily.
 */
export function createDryRunTarget(
  { fork }: OpenDatabase,
  { rules = {}, seen }: DryRun,
): ImportTarget {
  const log = new DryRunLog();
  const { writer: primary } = fork();
  const enqueue = createSerialQueue();

  async function check(chunk: ImportChunk) {
    const { records, rejections } = await partitionItems(chunk, rules);
    const unseen = records
      .map(({ fingerprint }) => fingerprint)
      .filter((fingerprint) => seen.add(fingerprint));
    const inserted = unseen.length - (await countStored(unseen));
    return log.add({ inserted, duplicates: records.length - inserted, rejections });
  }

  async function countStored(fingerprints: readonly Buffer[]): Promise<number> {
    let stored = 0;
    for (let from = 0; from < fingerprints.length; from += fingerprintsPerStatement) {
      const part = fingerprints.slice(from, from + fingerprintsPerStatement);
      const { count } = await primary
        .selectFrom('record')
        .select(({ fn }) => fn.countAll().as('count'))
        .where('fingerprint', 'in', part)
        .executeTakeFirstOrThrow();
      stored += Number(count);
    }
    return stored;
  }

  return {
    open: async () => log.state,
    store: (chunk) => enqueue(() => check(chunk)),
    rejections: () => log.rejections(),
    settle: async () => {},
    close: () => log.close(),
  };
}
