import type { Engine } from './engine.js';
import { sqliteEngine } from './engines/sqlite.js';

/** The schemes that {@link engineOf} understands, for the message about any other. */
export const databaseUrlForms = 'sqlite:./path/to/file.db or sqlite::memory:';

/** Whether `url` is a `DATABASE_URL` that {@link engineOf} understands. */
export function isDatabaseUrl(url: string): boolean {
  return /^sqlite:./.test(url);
}

/**
 * The engine that a `DATABASE_URL` names.
 *
 * @param onStatement hears the SQL of every statement, for tests that count them
 */
export function engineOf(url: string, onStatement?: (sql: string) => void): Engine {
  if (!isDatabaseUrl(url)) {
    throw new Error(`The database url is "${url}"; it must look like ${databaseUrlForms}.`);
  }
  return sqliteEngine(url.slice('sqlite:'.length), onStatement);
}
