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
  /** A unit of work that reads no older version of the data: a replica that lags is passed over. */
  forkAt(version: number): Promise<Database>;
  /**
   * The version of the data on the primary. Fails when that does not answer within 0.9 seconds, so
   * that readers hear of it within 2, also those who have to wait until another's question fails.
   */
  readVersion(): Promise<number>;
  /**
   * Makes sure, where a write was left without an answer, that the primary answers writes again. Fails
   * within 0.9 seconds when it does not.
   */
  checkWrites(): Promise<void>;
  close(): Promise<void>;
}

/** How patiently to open a database. */
export interface OpenOptions {
  /** Seconds to wait for a server that is away. */
  readonly waitSeconds: number;
  /** Hears, before each further trial, why the one before failed. */
  readonly onWait?: (reason: unknown) => void;
  /** Hears that a database with data in it is brought up to date, which may take its time. */
  readonly onMigrate?: () => void;
  /** Ends the waiting: what it gives as its reason is thrown. */
  readonly signal?: AbortSignal;
  /** Whether the database must stay as it is, so that an older schema is none to work with. */
  readonly unchanged?: boolean;
}

const versionDeadlineMs = 900;
const replicaDeadlineMs = 300;
const replicaPauseMs = 1000;
const maxPauseMs = 5000;

/**
 * Connects, waiting with growing pauses for a server that is away, and makes sure that the schema
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
  // Not `orm.em` itself, which would join whatever transaction its caller's caller has open.
  const em = orm.em.fork() as SqlEntityManager;
  const fork = () => createDatabase(em, engine);
  const primary = () => createDatabase(em, engine, 'write');
  let replicasAwayUntil = 0;
  let writing: Promise<void> | undefined;
  return {
    engine,
    fork,
    async forkAt(version) {
      if (!engine.hasReplicas) return fork();
      if (performance.now() < replicasAwayUntil) return primary();
      const database = fork();
      try {
        const seen = await withDeadline(() => readDataVersion(database.reader), replicaDeadlineMs);
        return seen >= version ? database : primary();
      } catch {
        // A replica that is away is none to read from, and no reason to fail.
        replicasAwayUntil = performance.now() + replicaPauseMs;
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
      // One that waits is enough to find out.
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

/** Writes what changes no answer; to write nothing at all would not make a group of servers agree. */
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

/** What a client is told while the database is away. */
export function createUnavailableError(cause: unknown): RequestError {
  const message = isCommitUnknown(cause)
    ? 'The database did not confirm that the rows are stored, and they may be. Send them again later: those that are stored count as duplicates, and with the same idempotency key the import is found.'
    : 'The database does not answer at the moment; try again later.';
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
