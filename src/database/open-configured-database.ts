import type { Config } from '../config/config.js';
import { StartError } from '../errors/start-error.js';
import { redactUrl } from '../text/redact-url.js';
import type { ConnectOptions } from './engine.js';
import { engineForUrl } from './engine-for-url.js';
import { type OpenDatabase, openDatabase } from './open-database.js';

/** How to open a database. */
export interface OpenConfiguredOptions {
  /** Called with the SQL of every statement. */
  readonly onStatement?: ((sql: string) => void) | undefined;
  /** See {@link ConnectOptions.forImport}. */
  readonly forImport?: ConnectOptions['forImport'];
  /** Called with a message while it waits. */
  readonly warn: (message: string) => void;
  /** Ends the wait for a server that is unavailable. */
  readonly signal?: AbortSignal;
  /** Whether the database must not be changed. */
  readonly unchanged?: boolean;
}

/** Opens the configured database. Throws a {@link StartError} when it cannot be used. */
export async function openConfiguredDatabase(
  { database: { url, replicaUrls, waitSeconds } }: Config,
  { onStatement, forImport, warn, signal, unchanged = false }: OpenConfiguredOptions,
): Promise<OpenDatabase> {
  const onWait = (reason: unknown) => warn(waitingMessage(url, reason));
  try {
    const engine = await engineForUrl(url, { replicaUrls, onStatement, forImport });
    return await openDatabase(engine, {
      waitSeconds,
      onWait,
      onMigrate: () =>
        warn(
          `The database ${redactUrl(url)} is being migrated; with a million records, that takes half a minute.`,
        ),
      unchanged,
      ...(signal && { signal }),
    });
  } catch (error) {
    signal?.throwIfAborted();
    // Errors of drivers and the file system have a code; one without is a fault of this program.
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined || error instanceof StartError) throw error;
    throw createUnusableDatabaseError(url, error);
  }
}

/** The message while a start waits for a database server. */
export function waitingMessage(url: string, reason: unknown): string {
  return `The database ${redactUrl(url)} is not available yet (${reason}); waiting.`;
}

/** The error for a database that cannot be reached, whose file cannot be written, or the like. */
export function createUnusableDatabaseError(url: string, cause: unknown): StartError {
  const { message } = cause as Error;
  return new StartError(
    `The database ${redactUrl(url)} cannot be used (${message}); set DATABASE_URL to a database that can be read and written.`,
    { cause },
  );
}
