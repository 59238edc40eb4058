import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { type Config, readConfig } from '../../config/config.js';
import { missingDatabaseFile } from '../../database/missing-database-file.js';
import { openConfiguredDatabase } from '../../database/open-configured-database.js';
import type { OpenDatabase } from '../../database/open-database.js';
import { zonesIdentity } from '../../imports/normalise/read-zones.js';
import { FingerprintSet } from '../../imports/run/fingerprint-set.js';
import { countOccurrences } from '../../imports/run/occurrence-counter.js';
import { DatabaseTarget } from '../../imports/targets/database-target.js';
import { dryRunTarget } from '../../imports/targets/dry-run-target.js';
import type { ImportTarget } from '../../imports/targets/import-target.js';
import { redactUrl } from '../../text/redact-url.js';
import { commandLine, ownerOf } from '../../viewer/viewer.js';
import type { ImportPlan } from './import-options.js';
import { createServiceClient } from './service/service-client.js';
import { serviceDryRun } from './service/service-dry-run.js';
import { serviceTarget } from './service/service-target.js';
import type { ServiceUrl } from './service/service-url.js';

/** The way to the data: straight to a database, or through a service. */
export interface Destination {
  /**
   * Makes the target for a file.
   *
   * @param source the name under which its import is listed
   */
  target(source: string): ImportTarget;
  /** Says in a sentence what failed, where that is no fault of this program. */
  explain(error: unknown): string | undefined;
  close(): Promise<void>;
}

// Files wait for files; nobody waits for the answer to a request.
const patienceMs = 10 * 60_000;

const inMemory = 'sqlite::memory:';

// The owner of imports that do not come through a service.
const caller = ownerOf(commandLine);

type Env = Readonly<Record<string, string | undefined>>;

/**
 * Opens the way to the data. Throws a `StartError` when the database cannot be used.
 *
 * @param warn hears what it waits for
 * @param signal ends the work
 */
export function openDestination(
  plan: ImportPlan,
  env: Env,
  warn: (message: string) => void,
  signal: AbortSignal,
): Destination | Promise<Destination> {
  return 'service' in plan.to
    ? toService(plan, plan.to.service, env, warn, signal)
    : toDatabase(plan, plan.to.database, warn, signal);
}

/** What tells two imports of the same rows apart: what was made of them, and their name if one was given. */
function identityOf({ format, map, safeCsv, dates, source }: ImportPlan): readonly unknown[] {
  return [format, map, safeCsv, dates.dateOrder, source, ...zonesIdentity(dates.zones)];
}

function toService(
  plan: ImportPlan,
  address: ServiceUrl,
  env: Env,
  warn: (message: string) => void,
  signal: AbortSignal,
): Destination {
  const client = createServiceClient(address, warn, signal);
  const { dates, dryRun, restart } = plan;
  const folder = join(stateFolder(env), 'records-graphql', 'imports');
  const identity = [address.url.href, ...identityOf(plan)];
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

/** Where programs keep what they must not forget, by the XDG Base Directory Specification. */
function stateFolder({ XDG_STATE_HOME: given, HOME: home }: Env): string {
  return given && isAbsolute(given) ? given : join(home || homedir(), '.local/state');
}

async function toDatabase(
  plan: ImportPlan,
  config: Config,
  warn: (message: string) => void,
  signal: AbortSignal,
): Promise<Destination> {
  const { dates, dryRun, restart } = plan;
  // A dry run must not make the file that is missing.
  const isMissing = dryRun && missingDatabaseFile(config.database.url) !== undefined;
  const opened = isMissing ? readConfig({ DATABASE_URL: inMemory }) : config;
  const database = await openConfiguredDatabase(opened, {
    warn,
    signal,
    unchanged: dryRun && isStored(opened),
  });
  const foundBy = { rows: countOccurrences() };
  const onWait = () => warn('Another import is in the way; waiting.');
  const retryPolicy = { ms: patienceMs, signal, onWait };
  const options = { caller, dates, identity: identityOf(plan), foundBy, restart, retryPolicy };
  const seen = new FingerprintSet();
  return {
    target: (source) =>
      dryRun
        ? dryRunTarget(database, { dates, seen })
        : new DatabaseTarget(database.fork(), { ...options, source }),
    explain: (error) => explained(error, config, database),
    close: () => database.close(),
  };
}

const isStored = ({ database: { url } }: Config) => url !== inMemory;

/** Drivers give their errors a code; what has none is a fault of ours. */
function explained(
  error: unknown,
  { database: { url } }: Config,
  { engine }: OpenDatabase,
): string | undefined {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === undefined && !engine.isUnavailable(error)) return undefined;
  return `The database ${redactUrl(url)} failed (${message}).`;
}
