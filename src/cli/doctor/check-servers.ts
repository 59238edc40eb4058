import { constants, existsSync } from 'node:fs';
import { access } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname } from 'node:path';
import type { Config } from '../../config/config.js';
import type { Engine } from '../../database/engine.js';
import { engineForUrl } from '../../database/engine-for-url.js';
import { findMissingDatabaseFile } from '../../database/missing-database-file.js';
import { openConfiguredDatabase } from '../../database/open-configured-database.js';
import { connect } from '../../database/open-database.js';
import { checkRedis } from '../../redis/check-redis.js';
import { isIndexBehind } from '../../search/index/build-index.js';
import { isLoopbackHost } from '../../text/loopback-host.js';
import { redactUrl } from '../../text/redact-url.js';
import { type Finding, fault, ok, toFaults, warning } from './finding.js';

/** Checks whether the database can be used, which is not changed. */
export async function checkDatabase(config: Config): Promise<Finding[]> {
  const { url } = config.database;
  const shown = redactUrl(url);
  const missing = findMissingDatabaseFile(url);
  if (missing !== undefined) return [await checkNewFile(missing)];
  const now = { ...config, database: { ...config.database, waitSeconds: 0 } };
  try {
    const database = await openConfiguredDatabase(now, { warn() {}, unchanged: true });
    const isBehind = await isIndexBehind(database.fork()).finally(() => database.close());
    return [
      ok(`The database ${shown} responds, and its schema is up to date.`),
      ...(isBehind ? [warning(indexBehind(database.engine))] : []),
    ];
  } catch (error) {
    const findings = toFaults(error);
    return (await isMigratedAtStart(url))
      ? [
          warning(
            `The database ${shown} has an older schema, and is migrated when the service starts.`,
          ),
        ]
      : findings;
  }
}

const indexBehind = ({ migratesAtStart }: Engine) =>
  `The search index of the database does not contain all records, so searches are slow. ${
    migratesAtStart
      ? 'It is completed when the service starts.'
      : 'Run "npx records migrate up" to complete it.'
  }`;

async function checkNewFile(file: string): Promise<Finding> {
  let folder = dirname(file);
  while (!existsSync(folder)) folder = dirname(folder);
  try {
    await access(folder, constants.W_OK);
    return ok(`The database ${file} does not exist yet; the service creates it.`);
  } catch {
    return fault(
      `The database ${file} cannot be created, as ${folder} cannot be written. Set DATABASE_URL.`,
    );
  }
}

/** Whether a database that cannot be used as it is only has to be migrated. */
async function isMigratedAtStart(url: string): Promise<boolean> {
  const engine = await engineForUrl(url);
  if (!engine.migratesAtStart) return false;
  try {
    const orm = await connect(engine, { waitSeconds: 0, onWait() {} });
    const pending = await orm.migrator.getPending().finally(() => orm.close(true));
    return pending.length > 0;
  } catch {
    return false;
  }
}

/** Checks whether Redis can be used. Without it, the service works, but each process by itself. */
export async function checkSharedCache({ cache: { redisUrl: url } }: Config): Promise<Finding[]> {
  if (url === undefined) return [];
  const shown = redactUrl(url);
  try {
    await checkRedis(url);
    return [ok(`Redis responds at ${shown}.`)];
  } catch (error) {
    const { message, code } = error as NodeJS.ErrnoException;
    return [
      fault(
        `Redis at ${shown} cannot be used (${message || code}). Correct REDIS_URL, or start Redis.`,
      ),
    ];
  }
}

/** Checks where the service listens, and which proxies it trusts. */
export async function checkNetwork({
  http,
  trustedProxies,
  publicUrl,
}: Config): Promise<Finding[]> {
  const findings = [await checkPort(http)];
  const open = trustedProxies.filter((network) => network.endsWith('/0'));
  for (const network of open) {
    findings.push(
      fault(
        `TRUSTED_PROXIES has ${network}, so every client can claim any address. Name the networks of your proxies.`,
      ),
    );
  }
  const isPublic = !isLoopbackHost(http.host);
  if (publicUrl?.startsWith('https:') && isPublic && trustedProxies.length === 0) {
    findings.push(
      warning(
        'PUBLIC_URL is https, so a proxy is in front of the service, but TRUSTED_PROXIES is not set: all clients share its address, in rate limits and the audit log.',
      ),
    );
  }
  return findings;
}

async function checkPort({ host, port }: Config['http']): Promise<Finding> {
  const server = createServer();
  const { promise, resolve } = Promise.withResolvers<Finding>();
  server.once('error', ({ code }: NodeJS.ErrnoException) =>
    resolve(
      code === 'EADDRINUSE'
        ? warning(
            `Port ${port} on ${host} is in use, perhaps by this service. Otherwise, set PORT to a free one.`,
          )
        : fault(
            `The service cannot listen on port ${port} of ${host} (${code}). Set HOST and PORT.`,
          ),
    ),
  );
  server.listen({ host, port }, () => {
    server.close(() => resolve(ok(`Port ${port} on ${host} is free.`)));
  });
  return promise;
}
