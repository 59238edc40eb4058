import { copyFile } from 'node:fs/promises';
import { type App, createApp, type Overrides } from '../../src/app.js';
import { run } from '../../src/cli/run.js';
import { readConfig } from '../../src/config/config.js';
import type { ServerBounds } from '../../src/http/server-bounds.js';
import { checkLogLine, expectNoTokensLogged } from './log-check.js';
import { createDatabaseOn, type TestDatabase } from './servers/engines.js';
import { createStatementLog } from './statement-log.js';
import { testTerminal } from './terminal.js';

/** An answer of GraphQL, as a client gets it. */
export interface GraphqlAnswer<Data> {
  readonly status: number;
  readonly data: Data;
  readonly errors?: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly extensions: { readonly code: string; readonly argument?: string };
  }[];
}

/** A whole service on a database of its own, and the verbs by which tests use it. */
export interface Service {
  readonly app: App;
  /** The SQL statements that were run since the last look, but for the cache's own question. */
  statements(): string[];
  /** All SQL statements that were run since the last look. */
  allStatements(): string[];
  /** Sends an operation to `/graphql` and returns the answer, errors included. */
  ask<Data = Record<string, unknown>>(
    query: string,
    variables?: Record<string, unknown>,
  ): Promise<GraphqlAnswer<Data>>;
  /** Sends an operation that must succeed and returns its data. */
  query<Data = Record<string, unknown>>(
    query: string,
    variables?: Record<string, unknown>,
  ): Promise<Data>;
  /** Imports items, all of which must be received, and returns the payload. */
  importItems(
    items: readonly Item[],
    options?: Record<string, unknown>,
  ): Promise<Record<string, number> & { import: { id: string } | null }>;
  stop(): Promise<void>;
}

/** An item as received. */
export interface Item {
  readonly title?: string | null;
  readonly uri?: string | null;
  readonly date?: string | null;
  readonly line?: number | null;
  readonly raw?: string | null;
}

/** The engine of the Jest project that a test runs in, see jest.config.js. */
export const engineUnderTest = (globalThis as { testEngine?: string }).testEngine ?? 'SQLite';

/** An empty database with the schema that the service needs, on the engine under test. */
export async function migratedDatabase(): Promise<TestDatabase> {
  const database = await createDatabaseOn(engineUnderTest);
  const migrated = process.env.RECORDS_TEST_MIGRATED;
  if (engineUnderTest === 'SQLite' && migrated !== undefined) {
    await copyFile(migrated, database.url.slice('sqlite:'.length));
  } else await migrate(database.url);
  return database;
}

// The one that the global setup has built, if this run has one.
const { RECORDS_TEST_BUILD: built } = process.env;
const pageOfRun = built ? { pageFolder: `${built}/dist/page` } : {};

const versionQuestion = 'select version from data_version';

/** Runs `records migrate up`, which must succeed. */
export async function migrate(url: string): Promise<void> {
  const terminal = testTerminal({ DATABASE_URL: url });
  if ((await run(['migrate', 'up'], terminal)) !== 0) throw new Error(terminal.errors());
}

/**
 * Starts a service on an empty database of its own, or on the one that `env` names.
 *
 * @param onLogLine is called with the lines of the log, from the level `info` unless `env` has another
 * @param bounds in the place of those of every process
 * @param overrides what else is put in the place of the real thing
 */
export async function startService(
  env: Record<string, string> = {},
  onLogLine: (line: string) => void = () => {},
  bounds: Partial<ServerBounds> = {},
  overrides: Overrides = {},
): Promise<Service> {
  const named = { url: env.DATABASE_URL ?? '', drop: async () => {} };
  const database = env.DATABASE_URL ? named : await migratedDatabase();
  const statementLog = createStatementLog();
  const app = await createApp(
    readConfig({
      DATABASE_URL: database.url,
      PORT: '0',
      // Nothing is printed, and what is logged may not have tokens in it.
      LOG_LEVEL: 'info',
      NODE_ENV: 'test',
      // In production, one must be chosen.
      AUTH: 'off',
      ...env,
    }),
    {
      ...pageOfRun,
      ...overrides,
      bounds,
      onLogLine(line) {
        checkLogLine(line);
        onLogLine(line);
      },
      onStatement: statementLog.onStatement,
    },
  );
  const ask: Service['ask'] = async (query, variables = {}) => {
    const payload = { query, variables };
    const response = await app.inject({ method: 'POST', url: '/graphql', payload });
    return { status: response.statusCode, ...response.json() };
  };
  const query: Service['query'] = async <Data>(text: string, variables = {}) => {
    const { data, errors } = await ask<Data>(text, variables);
    if (errors) throw new Error(JSON.stringify(errors));
    return data;
  };
  return {
    app,
    ask,
    query,
    allStatements: statementLog.take,
    // The cache asks this once for all requests of the same moment; it is nobody's own.
    statements: () => statementLog.take().filter((sql) => !sql.startsWith(versionQuestion)),
    async importItems(items, options = {}) {
      const { bulkImport } = await query<{ bulkImport: never }>(
        `mutation ($input: BulkImportInput!) {
          bulkImport(input: $input) { import { id } received inserted duplicates rejected }
        }`,
        { input: { items, ...options } },
      );
      return bulkImport;
    },
    async stop() {
      await app.close();
      await database.drop();
      statementLog.close();
      expectNoTokensLogged();
    },
  };
}

/** A valid item, with what matters to a test put in. */
export function item(given: Item = {}): Item {
  return { title: 'A title', uri: 'https://www.example.com/', date: '2014-03-08', ...given };
}
