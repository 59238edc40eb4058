import type { FastifyInstance } from 'fastify';
import type { Config } from './config.js';
import type { Database } from './database/database.js';
import { engineOf } from './database/engine-of.js';
import { openDatabase } from './database/open-database.js';
import { makeServer } from './server/server.js';

/** What tests may put in the place of the real thing. */
export interface Overrides {
  /** Hears the SQL of every statement. */
  readonly onStatement?: (sql: string) => void;
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

/** Puts the service together. Nothing is opened before this is called. */
export async function createApp(config: Config, overrides: Overrides = {}): Promise<App> {
  const database = await openDatabase(engineOf(config.database.url, overrides.onStatement));
  const server = await makeServer(config, database);
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
