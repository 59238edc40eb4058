import { randomBytes } from 'node:crypto';
import { createConnection } from 'mysql2/promise';

/** The scheme chooses the driver: `mysql` for MySqlDriver, `mariadb` for MariaDbDriver. */
export type Scheme = 'mysql' | 'mariadb';

/** A row, by the names of its columns. */
export type Row = Record<string, unknown>;

/** Runs statements as the administrator of a MySQL or MariaDB server; returns the last one's rows. */
export async function administer(adminUrl: string, ...statements: string[]): Promise<Row[]> {
  const connection = await createConnection({ uri: adminUrl, connectTimeout: 5_000 });
  try {
    let rows: Row[] = [];
    for (const statement of statements) {
      const [answer] = await connection.query(statement);
      rows = Array.isArray(answer) ? (answer as Row[]) : [];
    }
    return rows;
  } finally {
    connection.destroy();
  }
}

/** Makes an empty database, and a user of the same name who may do anything there and nothing else. */
export async function createDatabase(adminUrl: string): Promise<string> {
  const name = `records_${randomBytes(6).toString('hex')}`;
  await administer(
    adminUrl,
    `CREATE DATABASE ${name} CHARACTER SET utf8mb4`,
    `CREATE USER ${name} IDENTIFIED BY '${name}'`,
    `GRANT ALL ON ${name}.* TO ${name}`,
  );
  return name;
}

export async function dropDatabase(adminUrl: string, name: string): Promise<void> {
  await administer(adminUrl, `DROP DATABASE ${name}`, `DROP USER ${name}`);
}

/** The address of a database that `createDatabase` made, for its own user. */
export function databaseUrl(adminUrl: string, name: string, scheme: Scheme): string {
  return `${scheme}://${name}:${name}@${new URL(adminUrl).host}/${name}`;
}
