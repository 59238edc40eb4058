import { type Config, readConfig } from '../../config/config.js';
import { inMemoryUrl } from '../../database/engine-for-url.js';
import { findMissingDatabaseFile } from '../../database/missing-database-file.js';
import { FingerprintSet } from '../../imports/run/fingerprint-set.js';
import { countOccurrences } from '../../imports/run/occurrence-counter.js';
import { DatabaseTarget } from '../../imports/targets/database-target.js';
import { createDryRunTarget } from '../../imports/targets/dry-run-target.js';
import { openIndexedDatabase } from '../../search/index/open-indexed-database.js';
import { commandLine, ownerOf } from '../../viewer/viewer.js';
import { explainDatabaseError } from '../open-database.js';
import type { Destination } from './destination.js';
import { importIdentity } from './import-identity.js';
import type { ImportPlan } from './import-options.js';

// Longer than a request would wait: a file may wait for the import of another file.
const retryMs = 10 * 60_000;

/** Opens a database as the destination. Throws a `StartError` when it cannot be used. */
export async function openDatabaseDestination(
  plan: ImportPlan,
  config: Config,
  warn: (message: string) => void,
  signal: AbortSignal,
): Promise<Destination> {
  const { rules, dryRun, restart } = plan;
  // A dry run must not create a missing file.
  const isMissing = dryRun && findMissingDatabaseFile(config.database.url) !== undefined;
  const opened = isMissing ? readConfig({ DATABASE_URL: inMemoryUrl }) : config;
  const database = await openIndexedDatabase(opened, {
    forImport: true,
    warn,
    signal,
    unchanged: dryRun && isStored(opened),
  });
  const foundBy = { rows: countOccurrences() };
  const onWait = () => warn('Waiting for another import to finish.');
  const retryPolicy = { ms: retryMs, signal, onWait };
  const options = {
    owner: ownerOf(commandLine),
    rules,
    identity: importIdentity(plan),
    foundBy,
    restart,
    retryPolicy,
  };
  const seen = new FingerprintSet();
  return {
    target: (source) =>
      dryRun
        ? createDryRunTarget(database, { rules, seen })
        : new DatabaseTarget(database.fork(), { ...options, source }),
    explain: (error) => explainDatabaseError(error, config.database.url, database),
    close: () => database.close(),
  };
}

const isStored = ({ database: { url } }: Config) => url !== inMemoryUrl;
