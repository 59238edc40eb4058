import { z } from 'zod';
import { databaseUrlForms, isDatabaseUrl } from './database/engine-of.js';

/**
 * Every environment variable that the service reads. An empty one counts as not set.
 * The README's table is checked against this list.
 */
export const settings = {
  PORT: {
    fallback: '8000',
    meaning: 'The port to listen on; 0 takes a free one.',
    type: z
      .string()
      .regex(/^\d+$/)
      .transform(Number)
      .refine((port) => port <= 65_535),
    allowed: 'a whole number from 0 to 65535',
  },
  HOST: {
    fallback: '127.0.0.1',
    meaning: 'The address to listen on; `0.0.0.0` for every one.',
    type: z.string(),
    allowed: 'a host name or an address',
  },
  DATABASE_URL: {
    fallback: 'sqlite:./var/records.db',
    meaning: 'Where the records are stored: `sqlite:` and a path, or `sqlite::memory:`.',
    type: z.string().refine(isDatabaseUrl),
    allowed: databaseUrlForms,
  },
  LOG_LEVEL: {
    fallback: 'info',
    meaning: 'The least severe messages to log, as JSON lines on standard output.',
    type: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']),
    allowed: 'one of fatal, error, warn, info, debug, trace, silent',
  },
  NODE_ENV: {
    fallback: 'development',
    meaning: 'With `production`, introspection and the landing page are off.',
    type: z.enum(['development', 'test', 'production']),
    allowed: 'one of development, test, production',
  },
} as const;

/** The name of a setting. */
export type SettingName = keyof typeof settings;

/** The configuration of the service, read once and never changed. */
export interface Config {
  readonly http: { readonly host: string; readonly port: number };
  readonly database: { readonly url: string };
  readonly log: { readonly level: string };
  readonly production: boolean;
}

/** Says everything that is wrong with the environment. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** Reads the configuration. Throws a {@link ConfigError} that lists all problems at once. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const problems: string[] = [];
  function read<Name extends SettingName>(name: Name): z.output<(typeof settings)[Name]['type']> {
    const { type, fallback, allowed } = settings[name];
    const received = env[name] || fallback;
    const parsed = type.safeParse(received);
    if (!parsed.success)
      problems.push(`${name} is "${withoutPassword(received)}"; it must be ${allowed}.`);
    return parsed.data as z.output<(typeof settings)[Name]['type']>;
  }
  const config: Config = {
    http: Object.freeze({ host: read('HOST'), port: read('PORT') }),
    database: Object.freeze({ url: read('DATABASE_URL') }),
    log: Object.freeze({ level: read('LOG_LEVEL') }),
    production: read('NODE_ENV') === 'production',
  };
  if (problems.length > 0) throw new ConfigError(problems.join('\n'));
  return Object.freeze(config);
}

/** The text with the password of a URL in it left out, for messages and logs. */
export function withoutPassword(text: string): string {
  return text.replace(/(:\/\/[^/:@]*):.*@/s, '$1:…@');
}
