import { serialQueue } from '../../concurrency/serial-queue.js';
import type { OpenDatabase } from '../../database/open-database.js';
import type { DateOptions } from '../../dates/parse-date.js';
import type { FingerprintSet } from '../run/fingerprint-set.js';
import { partitionItems } from '../run/partition-items.js';
import { DryRunLog } from './dry-run-log.js';
import type { ImportChunk, ImportTarget } from './import-target.js';

const fingerprintsPerStatement = 1000;

/** A dry run of rows for a database. */
export interface DryRun {
  readonly dates?: DateOptions | undefined;
  /** What was found valid before, as in the files before this one; what is valid now is added. */
  readonly seen: FingerprintSet;
}

/**
 * Rows are looked at as an import looks at them, and compared with those that are stored. Nothing is
 * written to the database, not even for a moment.
 */
export function dryRunTarget({ fork }: OpenDatabase, { dates = {}, seen }: DryRun): ImportTarget {
  const log = new DryRunLog();
  const { writer: primary } = fork();
  const inTurn = serialQueue();

  async function storeNow({ from, items }: ImportChunk) {
    const sorted = await partitionItems({ items, mode: 'PARTIAL' }, dates);
    const fingerprints = sorted.records.map(({ fingerprint }) => fingerprint);
    const distinct = fingerprints.filter((fingerprint) => seen.add(fingerprint));
    const inserted = distinct.length - (await countStored(distinct));
    const rejections = sorted.rejections.map((each) => ({ ...each, index: from + each.index }));
    return log.add({ inserted, duplicates: fingerprints.length - inserted, rejections });
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
    store: (chunk) => inTurn(() => storeNow(chunk)),
    rejections: () => log.rejections(),
    settle: async () => {},
    close: () => log.close(),
  };
}
