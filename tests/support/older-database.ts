import { readFile } from 'node:fs/promises';
import { createConnection } from 'mysql2/promise';
import { engineForUrl } from '../../src/database/engine-for-url.js';
import { createDatabaseOn, type TestDatabase } from './servers/engines.js';
import { engineUnderTest } from './service.js';

/** A database as the program of an earlier commit has left it, and a way to it behind every program. */
export interface OlderDatabase extends TestDatabase {
  /** A connection that is nobody else's. It is closed with the database. */
  connect(): Promise<Connection>;
}

/** Runs statements one after the other, and returns the rows of the last one. */
export interface Connection {
  run(...statements: string[]): Promise<readonly Record<string, unknown>[]>;
}

const onSqlite = engineUnderTest === 'SQLite';

/**
 * Makes the database that the program of commit ac416a9 has made, on the engine under test: it folds
 * texts by the first rules, and typography counts.
 */
export async function databaseOfAc416a9(): Promise<OlderDatabase> {
  const database = await createDatabaseOn(engineUnderTest);
  const closing: (() => unknown)[] = [];
  const connect = async () => {
    const { run, close } = await (onSqlite ? toFile(database.url) : toServer(database.url));
    closing.push(close);
    return { run };
  };
  const name = `ac416a9-${onSqlite ? 'sqlite' : 'server'}.sql`;
  const dump = await readFile(new URL(`../engines/fixtures/${name}`, import.meta.url), 'utf8');
  const { run } = await connect();
  await run(...dump.split(/;\n/).slice(0, -1));
  return {
    url: database.url,
    connect,
    async drop() {
      for (const close of closing) await close();
      await database.drop();
    },
  };
}

/** By the service's own driver: two libraries in one process do not hear of each other's locks. */
async function toFile(url: string) {
  const orm = await (await engineForUrl(url)).connect();
  const connection = orm.em.getConnection('write');
  return {
    close: () => orm.close(true),
    async run(...statements: string[]) {
      let rows: Record<string, unknown>[] = [];
      for (const statement of statements) rows = await connection.execute(statement);
      return rows;
    },
  };
}

async function toServer(url: string) {
  const connection = await createConnection(url.replace(/^\w+/, 'mysql'));
  return {
    close: () => connection.destroy(),
    async run(...statements: string[]) {
      let rows: Record<string, unknown>[] = [];
      for (const statement of statements) {
        const [answer] = await connection.query(statement);
        rows = answer as typeof rows;
      }
      return rows;
    },
  };
}
