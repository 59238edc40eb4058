import { setTimeout as pause } from 'node:timers/promises';
import type { MikroORM, SqlEntityManager } from '@mikro-orm/sql';
import { withDeadline } from '../concurrency/deadline.js';
import { RequestError } from '../errors/request-error.js';
import { StartError } from '../errors/start-error.js';
import { lockData, raiseDataVersion, readDataVersion } from './data-version-row.js';
import { createDatabase, type Database } from './database.js';
import type { Engine } from './engine.js';
import { isCommitUnknown } from './statement-timeout.js';

/** An open database: the owner of its connections. */
export interface OpenDatabase {
  readonly engine: Engine;
  /** A unit of work for one request. */
  fork(): Database;
  /** A unit of work that reads at least this version of the data: a replica that lags is not used. */
  forkAt(version: number): Promise<Database>;
  /**
   * Reads the version of the data from the primary. Fails when the primary does not respond within 0.9
   * seconds, so that clients learn of it within 2, even if they first wait for another read to fail.
   */
  readVersion(): Promise<number>;
  /**
   * Checks, after a write got no response, that the primary executes writes again. Fails within 0.9
   * seconds if it does not.
   */
  checkWrites(): Promise<void>;
  close(): Promise<void>;
}

/** How to open a database. */
export interface OpenOptions {
  /** Seconds to wait for a server that is unavailable. */
  readonly waitSeconds: number;
  /** Called, before each further attempt, with the reason why the previous one failed. */
  readonly onWait?: (reason: unknown) => void;
  /** Called when a database that contains data is migrated, which may take long. */
  readonly onMigrate?: () => void;
  /** Ends the wait: its reason is thrown. */
  readonly signal?: AbortSignal;
  /** Whether the database must not be changed, so that an older schema is an error. */
  readonly unchanged?: boolean;
}

const versionDeadlineMs = 900;
const replicaDeadlineMs = 300;
const replicaPauseMs = 1000;
const maxPauseMs = 5000;

/**
 * Connects, waiting with exponential backoff for a server that is unavailable, and checks that the schema
 * is the one that this program needs. Throws a {@link StartError} for an older schema, and what the
 * driver throws when it cannot connect.
 */
export async function openDatabase(engine: Engine, options: OpenOptions): Promise<OpenDatabase> {
  const orm = await connect(engine, options);
  try {
    if (engine.migratesAtStart && !options.unchanged) await migrate(engine, orm, options);
    else await requireMigrated(orm);
  } catch (error) {
    await orm.close(true);
    throw error;
  }
  const version = await engine.versionReader(orm);
  // Not `orm.em` itself, which would join any transaction that is open further up the call stack.
  const em = orm.em.fork() as SqlEntityManager;
  const fork = () => createDatabase(em, engine);
  const primary = () => createDatabase(em, engine, 'write');
  let noReplicasUntil = 0;
  let writing: Promise<void> | undefined;
  return {
    engine,
    fork,
    async forkAt(version) {
      if (!engine.hasReplicas) return fork();
      if (performance.now() < noReplicasUntil) return primary();
      const database = fork();
      try {
        const seen = await withDeadline(() => readDataVersion(database.reader), replicaDeadlineMs);
        return seen >= version ? database : primary();
      } catch {
        // An unavailable replica is not used, and is not a reason to fail.
        noReplicasUntil = performance.now() + replicaPauseMs;
        return primary();
      }
    },
    async readVersion() {
      try {
        return await withDeadline(version.read, versionDeadlineMs);
      } catch (error) {
        throw engine.isUnavailable(error) ? createUnavailableError(error) : error;
      }
    },
    async checkWrites() {
      if (!engine.hasStuckWrites()) return;
      // One write is enough to find out.
      writing ??= writeNothing(fork()).finally(() => {
        writing = undefined;
      });
      const written = writing;
      try {
        await withDeadline(() => written, versionDeadlineMs);
      } catch (error) {
        throw engine.isUnavailable(error) ? createUnavailableError(error) : error;
      }
    },
    async close() {
      await Promise.all([version.close(), orm.close(true)]);
    },
  };
}

/** A write that changes no response; an empty transaction would not need the agreement of a server group. */
async function writeNothing(database: Database): Promise<void> {
  await database.transaction(
    async (transaction) => {
      await lockData(transaction);
      await raiseDataVersion(transaction);
    },
    { ms: 0 },
  );
}

async function migrate(
  engine: Engine,
  orm: MikroORM,
  { onMigrate = () => {} }: OpenOptions,
): Promise<void> {
  const isOlder = (await orm.migrator.getPending()).length > 0;
  if (isOlder && (await orm.migrator.getExecuted()).length > 0) onMigrate();
  await engine.migrate(orm);
}

/** Connects to a database whose schema may be of any age. */
export async function connect(
  engine: Engine,
  { waitSeconds, onWait, signal }: OpenOptions,
): Promise<MikroORM> {
  const deadline = performance.now() + waitSeconds * 1000;
  for (let pauseMs = 250; ; pauseMs = Math.min(2 * pauseMs, maxPauseMs)) {
    const orm = await engine.connect();
    try {
      await orm.em.execute('select 1');
      return orm;
    } catch (error) {
      await orm.close(true);
      if (!engine.isUnavailable(error) || performance.now() + pauseMs > deadline) throw error;
      onWait?.(error);
    }
    await pause(pauseMs, undefined, signal && { signal });
  }
}

/** The error for clients while the database is unavailable. */
export function createUnavailableError(cause: unknown): RequestError {
  const message = isCommitUnknown(cause)
    ? 'The database did not confirm whether the rows were stored. Send them again later: those that were stored count as duplicates, and with the same idempotency key the import is found.'
    : 'The database is not available at the moment; try again later.';
  return Object.assign(new RequestError('DATABASE_UNAVAILABLE', message), { cause });
}

async function requireMigrated(orm: MikroORM): Promise<void> {
  const pending = await orm.migrator.getPending();
  if (pending.length === 0) return;
  const names = pending.map(({ name }) => name).join(', ');
  throw new StartError(
    `The database's schema is older than this program needs (missing: ${names}); run "npx records migrate up" first.`,
  );
}
