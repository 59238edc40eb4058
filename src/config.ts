import { z } from 'zod';
import { databaseUrlForms, isDatabaseUrl, isServerUrl } from './database/engine-of.js';

const wholeNumber = (most: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number)
    .refine((number) => number <= most);

/**
 * Every environment variable that the service reads. An empty one counts as not set.
 * The README's table is checked against this list.
 */
export const settings = {
  PORT: {
    fallback: '8000',
    meaning: 'The port to listen on; 0 takes a free one.',
    type: wholeNumber(65_535),
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
    meaning:
      'Where the records are stored: `sqlite:` and a path, `sqlite::memory:`, `mysql://…` or `mariadb://…`.',
    type: z.string().refine(isDatabaseUrl),
    allowed: databaseUrlForms,
  },
  DATABASE_REPLICA_URLS: {
    fallback: '',
    meaning: 'Servers that follow the one of `DATABASE_URL` and answer reads, separated by commas.',
    type: z
      .string()
      .transform((urls) =>
        urls
          .trim()
          .split(/\s*,\s*/)
          .filter(Boolean),
      )
      .refine((urls) => urls.every((url) => isServerUrl(url) && !/\s/.test(url))),
    allowed: 'mysql:// or mariadb:// urls, separated by commas',
  },
  DATABASE_WAIT_SECONDS: {
    fallback: '60',
    meaning: 'How long a start waits for a database server that is away.',
    type: wholeNumber(3600),
    allowed: 'a whole number from 0 to 3600',
  },
  REDIS_URL: {
    fallback: '',
    meaning: 'Where processes share the responses they cache; without it each has only its own.',
    type: z.string().refine((url) => url === '' || /^rediss?:\/\/./.test(url)),
    allowed: 'redis://host:6379 or rediss://host:6379, with user:password@ where needed',
  },
  CACHE_MEGABYTES: {
    fallback: '32',
    meaning: 'How much memory the responses that a process caches may take; 0 caches none.',
    type: wholeNumber(4096),
    allowed: 'a whole number from 0 to 4096',
  },
  CACHE_STALE_SECONDS: {
    fallback: '60',
    meaning: 'How long after its freshness a cached response is sent while it is made anew.',
    type: wholeNumber(86_400),
    allowed: 'a whole number from 0 to 86400',
  },
  CACHE_HTTP_SECONDS: {
    fallback: '0',
    meaning:
      'How long browsers and CDNs may keep a response without asking; within it they miss imports.',
    type: wholeNumber(86_400),
    allowed: 'a whole number from 0 to 86400',
  },
  SHUTDOWN_DELAY_SECONDS: {
    fallback: '0',
    meaning: 'How long requests are still taken after SIGTERM, while `/readyz` says no already.',
    type: wholeNumber(300),
    allowed: 'a whole number from 0 to 300',
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
  readonly database: {
    readonly url: string;
    readonly replicaUrls: readonly string[];
    readonly waitSeconds: number;
  };
  readonly cache: {
    /** Undefined where responses are not shared. */
    readonly redisUrl: string | undefined;
    readonly bytes: number;
    readonly staleSeconds: number;
    readonly httpSeconds: number;
  };
  readonly shutdownDelaySeconds: number;
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
    database: Object.freeze({
      url: read('DATABASE_URL'),
      replicaUrls: read('DATABASE_REPLICA_URLS'),
      waitSeconds: read('DATABASE_WAIT_SECONDS'),
    }),
    cache: Object.freeze({
      redisUrl: read('REDIS_URL') || undefined,
      bytes: read('CACHE_MEGABYTES') * 1024 * 1024,
      staleSeconds: read('CACHE_STALE_SECONDS'),
      httpSeconds: read('CACHE_HTTP_SECONDS'),
    }),
    shutdownDelaySeconds: read('SHUTDOWN_DELAY_SECONDS'),
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
