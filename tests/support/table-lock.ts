import { createConnection } from 'mysql2/promise';
import type { SqlServer } from './servers/sql-server.js';

/** What a test does to a service's database from outside, as its administrator. */
export interface TableLock {
  /** Lets the statements go on that wait for the table. */
  release(): Promise<void>;
}

/** Has all statements on a table wait, as a server does that is there and does not answer. */
export async function lockTable(
  { adminUrl }: SqlServer,
  database: string,
  table: string,
): Promise<TableLock> {
  const connection = await createConnection(adminUrl);
  await connection.query(`lock tables ${database}.${table} write`);
  return {
    async release() {
      await connection.query('unlock tables');
      await connection.end();
    },
  };
}

/** How many statements of the service, whose user has the database's name, wait for a table. */
export async function waitingStatements(server: SqlServer, database: string): Promise<number> {
  const rows = await server.administer(
    `select id from information_schema.processlist
      where user = '${database}' and state like 'Waiting for table%'`,
  );
  return rows.length;
}
