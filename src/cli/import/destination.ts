import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { type Config, readConfig } from '../../config/config.js';
import { inMemoryUrl } from '../../database/engine-for-url.js';
import { findMissingDatabaseFile } from '../../database/missing-database-file.js';
import { openConfiguredDatabase } from '../../database/open-configured-database.js';
import { zonesIdentity } from '../../imports/normalise/read-zones.js';
import { FingerprintSet } from '../../imports/run/fingerprint-set.js';
import { countOccurrences } from '../../imports/run/occurrence-counter.js';
import { DatabaseTarget } from '../../imports/targets/database-target.js';
import { dryRunTarget } from '../../imports/targets/dry-run-target.js';
import type { ImportTarget } from '../../imports/targets/import-target.js';
import { commandLine, ownerOf } from '../../viewer/viewer.js';
import { explainDatabaseError } from '../open-database.js';
import type { ImportPlan } from './import-options.js';
import { createServiceClient } from './service/service-client.js';
import { serviceDryRun } from './service/service-dry-run.js';
import { serviceTarget } from './service/service-target.js';
import type { ServiceUrl } from './service/service-url.js';

/** Where rows are imported to: a database, or a running service. */
export interface Destination {
  /**
   * Creates the target for a file.
   *
   * @param source the source under which its import is listed
   */
  target(source: string): ImportTarget;
  /** Says in a sentence what failed; undefined for a fault of this program. */
  explain(error: unknown): string | undefined;
  close(): Promise<void>;
}

// Longer than a request would wait: a file may wait for the import of another file.
const retryMs = 10 * 60_000;

type Env = Readonly<Record<string, string | undefined>>;

/**
 * Opens the destination. Throws a `StartError` when the database cannot be used.
 *
 * @param warn is called with what it waits for
 * @param signal aborts the import
 */
export function openDestination(
  plan: ImportPlan,
  env: Env,
  warn: (message: string) => void,
  signal: AbortSignal,
): Destination | Promise<Destination> {
  return 'service' in plan.to
    ? openService(plan, plan.to.service, env, warn, signal)
    : openDatabase(plan, plan.to.database, warn, signal);
}

/** What distinguishes two imports of the same rows: the options that decide what is stored, and the source. */
function importIdentity({ format, map, safeCsv, dates, source }: ImportPlan): readonly unknown[] {
  return [format, map, safeCsv, dates.dateOrder, source, ...zonesIdentity(dates.zones)];
}

function openService(
  plan: ImportPlan,
  service: ServiceUrl,
  env: Env,
  warn: (message: string) => void,
  signal: AbortSignal,
): Destination {
  const client = createServiceClient(service, warn, signal);
  const { dates, dryRun, restart } = plan;
  const folder = join(stateFolder(env), 'records-graphql', 'imports');
  const identity = [service.url.href, ...importIdentity(plan)];
  const journals = { folder, identity, repeats: countOccurrences(), restart, warn };
  const seen = new FingerprintSet();
  return {
    target(source) {
      const take = { source, dates, dryRun };
      return dryRun
        ? serviceDryRun(client, take, seen)
        : serviceTarget(client, { ...take, ...journals });
    },
    explain: () => undefined,
    async close() {},
  };
}

/** Where programs keep their state, by the XDG Base Directory Specification. */
function stateFolder({ XDG_STATE_HOME: given, HOME: home }: Env): string {
  return given && isAbsolute(given) ? given : join(home || homedir(), '.local/state');
}

async function openDatabase(
  plan: ImportPlan,
  config: Config,
  warn: (message: string) => void,
  signal: AbortSignal,
): Promise<Destination> {
  const { dates, dryRun, restart } = plan;
  // A dry run must not create a missing file.
  const isMissing = dryRun && findMissingDatabaseFile(config.database.url) !== undefined;
  const opened = isMissing ? readConfig({ DATABASE_URL: inMemoryUrl }) : config;
  const database = await openConfiguredDatabase(opened, {
    warn,
    signal,
    unchanged: dryRun && isStored(opened),
  });
  const foundBy = { rows: countOccurrences() };
  const onWait = () => warn('Waiting for another import to finish.');
  const retryPolicy = { ms: retryMs, signal, onWait };
  const options = {
    owner: ownerOf(commandLine),
    dates,
    identity: importIdentity(plan),
    foundBy,
    restart,
    retryPolicy,
  };
  const seen = new FingerprintSet();
  return {
    target: (source) =>
      dryRun
        ? dryRunTarget(database, { dates, seen })
        : new DatabaseTarget(database.fork(), { ...options, source }),
    explain: (error) => explainDatabaseError(error, config.database.url, database),
    close: () => database.close(),
  };
}

const isStored = ({ database: { url } }: Config) => url !== inMemoryUrl;
