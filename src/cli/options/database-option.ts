import { Option } from 'commander';
import { type Config, readConfig } from '../../config/config.js';
import { databaseUrlForms, isDatabaseUrl } from '../../database/engine-for-url.js';
import { redactUrl } from '../../text/redact-url.js';
import { OptionError } from './option-error.js';

/** The option `--database` of a command that works on an existing database. */
export const databaseOption = () =>
  new Option('--database <url>', 'the database (default: DATABASE_URL)');

/**
 * The configuration, with the database of `--database` if that is given.
 * Throws an {@link OptionError} for a URL that is not a database's, and a `ConfigError`.
 */
export function readDatabaseConfig(
  url: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
): Config {
  if (url === undefined) return readConfig(env);
  if (!isDatabaseUrl(url)) {
    throw new OptionError(
      `The option --database is "${redactUrl(url)}"; it must be ${databaseUrlForms}.`,
    );
  }
  // The replicas of the environment follow the database of the environment.
  return readConfig({ ...env, DATABASE_URL: url, DATABASE_REPLICA_URLS: '' });
}
