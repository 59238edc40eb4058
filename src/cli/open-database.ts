import type { MikroORM } from '@mikro-orm/sql';
import type { Config } from '../config/config.js';
import type { Engine } from '../database/engine.js';
import { findMissingDatabaseFile } from '../database/missing-database-file.js';
import {
  createUnusableDatabaseError,
  waitingMessage,
} from '../database/open-configured-database.js';
import { connect, type OpenDatabase } from '../database/open-database.js';
import { StartError } from '../errors/start-error.js';
import { openIndexedDatabase } from '../search/index/open-indexed-database.js';
import { redactUrl } from '../text/redact-url.js';
import type { Terminal } from './output/terminal.js';

/**
 * Opens the database of a command that reads. Throws a {@link StartError} when it cannot be used, and
 * when its file does not exist, which would otherwise be created.
 */
export async function openExistingDatabase(
  config: Config,
  { printError }: Terminal,
): Promise<OpenDatabase> {
  const missing = findMissingDatabaseFile(config.database.url);
  if (missing !== undefined) {
    throw new StartError(`No database found at ${missing}. Set --database or DATABASE_URL.`);
  }
  return openIndexedDatabase(config, { warn: (message) => printError(`${message}\n`) });
}

/** Connects to a database whose schema may be of any age. Throws a {@link StartError}. */
export async function connectToAnySchema(
  engine: Engine,
  { database: { url, waitSeconds } }: Config,
  { printError }: Terminal,
): Promise<MikroORM> {
  const onWait = (reason: unknown) => printError(`${waitingMessage(url, reason)}\n`);
  try {
    return await connect(engine, { waitSeconds, onWait });
  } catch (error) {
    throw createUnusableDatabaseError(url, error);
  }
}

/** Describes how a database failed, in a sentence; undefined for a fault of this program. */
export function explainDatabaseError(
  error: unknown,
  url: string,
  { engine }: OpenDatabase,
): string | undefined {
  // Errors of drivers have a code.
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === undefined && !engine.isUnavailable(error)) return undefined;
  return `The database ${redactUrl(url)} failed (${message}).`;
}
