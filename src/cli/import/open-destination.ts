import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { FingerprintSet } from '../../imports/run/fingerprint-set.js';
import { countOccurrences } from '../../imports/run/occurrence-counter.js';
import { openCredentials } from './credentials/credential-options.js';
import type { Destination } from './destination.js';
import { importIdentity } from './import-identity.js';
import type { ImportPlan } from './import-options.js';
import { createServiceClient } from './service/service-client.js';
import { serviceDryRun } from './service/service-dry-run.js';
import { serviceTarget } from './service/service-target.js';
import type { ServiceUrl } from './service/service-url.js';

type Env = Readonly<Record<string, string | undefined>>;

/**
 * Opens the destination. Throws a `StartError` when the database cannot be used, and an `ImportError`
 * when the credentials for the service cannot.
 *
 * @param warn called with a message while it waits
 * @param signal aborts the import
 */
export async function openDestination(
  plan: ImportPlan,
  env: Env,
  warn: (message: string) => void,
  signal: AbortSignal,
): Promise<Destination> {
  if ('service' in plan.to) return openService(plan, plan.to.service, env, warn, signal);
  // Loaded on demand: the database code takes as long to load as the rest of the command.
  const { openDatabaseDestination } = await import('./database-destination.js');
  return openDatabaseDestination(plan, plan.to.database, warn, signal);
}

async function openService(
  plan: ImportPlan,
  service: ServiceUrl,
  env: Env,
  warn: (message: string) => void,
  signal: AbortSignal,
): Promise<Destination> {
  const credentials = await openCredentials(service.credentials, warn);
  const client = createServiceClient(service, credentials, warn, signal);
  const { rules, dryRun, restart } = plan;
  const folder = join(stateFolder(env), 'records-graphql', 'imports');
  const identity = [service.url.href, ...importIdentity(plan)];
  const journals = { folder, identity, repeats: countOccurrences(), restart, warn };
  const seen = new FingerprintSet();
  return {
    target(source) {
      const take = { source, rules, dryRun };
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
