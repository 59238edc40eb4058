import type { ConnectOptions, Engine } from './engine.js';

/** The forms of URLs that {@link engineForUrl} accepts, for messages. */
export const databaseUrlForms =
  'sqlite:./path/to/file.db, sqlite::memory:, mysql://user:password@host:3306/database, or the same with mariadb://';

/** The schemes of databases on servers, for messages. */
export const serverUrlForms = 'mysql:// or mariadb://';

/** The database that is used if none is configured. */
export const defaultDatabaseUrl = 'sqlite:./var/records.db';

/** The URL of a database that lives in the memory of this process and ends with it. */
export const inMemoryUrl = 'sqlite::memory:';

/** Whether {@link engineForUrl} accepts `url`. */
export function isDatabaseUrl(url: string): boolean {
  return /^sqlite:./.test(url) || isServerUrl(url);
}

/** Whether `url` names a database on a server, which can have replicas. */
export function isServerUrl(url: string): boolean {
  return /^(mysql|mariadb):\/\/[^/]+\/[^/?]+/.test(url) && URL.canParse(url);
}

/** The engine that a `DATABASE_URL` names. Only that engine's driver is loaded. */
export async function engineForUrl(url: string, options: ConnectOptions = {}): Promise<Engine> {
  if (isServerUrl(url)) {
    const { createMysqlEngine: mysqlEngine } = await import('./mysql/mysql.js');
    return mysqlEngine(url, options);
  }
  if (url.startsWith('sqlite:')) {
    const { createSqliteEngine: sqliteEngine } = await import('./sqlite/sqlite.js');
    return sqliteEngine(url.slice('sqlite:'.length), options);
  }
  throw new Error(`The database URL must look like ${databaseUrlForms}.`);
}
