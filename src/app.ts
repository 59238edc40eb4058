import type { FastifyInstance } from 'fastify';
import { type Config, withoutPassword } from './config.js';
import type { Database } from './database/database.js';
import { engineOf } from './database/engine-of.js';
import { type OpenDatabase, openDatabase } from './database/open-database.js';
import { makeServer } from './server/server.js';
import { StartError } from './start-error.js';

/** What tests may put in the place of the real thing. */
export interface Overrides {
  /** Hears the SQL of every statement. */
  readonly onStatement?: (sql: string) => void;
  /** Hears the lines of the log, which are not written then. */
  readonly onLogLine?: (line: string) => void;
}

/** The whole service. */
export interface App {
  /** Listens as the configuration says and returns the address, like `http://127.0.0.1:8000`. */
  listen(): Promise<string>;
  /** Sends a request past the network. */
  readonly inject: FastifyInstance['inject'];
  /** A unit of work on the database, for commands that work on it directly. */
  fork(): Database;
  /** Finishes the requests in flight, then closes everything. */
  close(): Promise<void>;
}

/**
 * Puts the service together. Nothing is opened before this is called.
 * Throws a {@link StartError} when the database cannot be used.
 */
export async function createApp(config: Config, overrides: Overrides = {}): Promise<App> {
  const database = await openOrExplain(config.database.url, overrides);
  const server = await makeServer(config, database, overrides.onLogLine);
  return {
    listen: () => server.listen({ ...config.http }),
    inject: server.inject.bind(server) as FastifyInstance['inject'],
    fork: database.fork,
    close: async () => {
      await server.close();
      await database.close();
    },
  };
}

async function openOrExplain(url: string, { onStatement }: Overrides): Promise<OpenDatabase> {
  try {
    return await openDatabase(engineOf(url, { onStatement }));
  } catch (error) {
    // Drivers and the file system give their errors a code; one without is a fault of ours.
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new StartError(
      `The database ${withoutPassword(url)} cannot be used (${message}); set DATABASE_URL to one that can be read and written.`,
      { cause: error },
    );
  }
}
