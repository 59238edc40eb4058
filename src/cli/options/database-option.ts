import { type Command, Option } from 'commander';
import { type Config, readConfig } from '../../config/config.js';
import { databaseUrlForms, isDatabaseUrl } from '../../database/engine-for-url.js';
import { redactUrl } from '../../text/redact-url.js';
import type { Terminal } from '../output/terminal.js';

/** The option by which a command that reads is told the database. */
export const databaseOption = () =>
  new Option('--database <url>', 'the database; without it, DATABASE_URL');

/**
 * The configuration with the database of `--database`, if that is given. Ends the command for a url
 * that is none, and throws what `readConfig` throws.
 */
export function configFor(url: string | undefined, { env }: Terminal, command: Command): Config {
  if (url === undefined) return readConfig(env);
  if (!isDatabaseUrl(url)) {
    command.error(`The option --database is "${redactUrl(url)}"; it must be ${databaseUrlForms}.`);
  }
  // The replicas follow the one that the environment names.
  return readConfig({ ...env, DATABASE_URL: url, DATABASE_REPLICA_URLS: '' });
}
