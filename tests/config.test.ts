import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { ConfigError, readConfig } from '../src/config/config.js';
import { settings } from '../src/config/settings.js';

function problemsOf(env: Record<string, string>): string[] {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.message.split('\n');
    throw error;
  }
  return [];
}

test('without settings, everything has its default', () => {
  expect(readConfig({})).toEqual({
    http: { host: '127.0.0.1', port: 8000 },
    allowedHosts: [],
    trustedProxies: [],
    auth: { isOn: false, isChosen: false, anonymousScopes: new Set() },
    rateLimit: {
      isOn: false,
      anonymous: { burst: 5000, rate: 200 },
      user: { burst: 20_000, rate: 1000 },
      rows: { burst: 1_000_000, rate: 50_000 },
      processes: 2,
    },
    audit: { readSample: 100 },
    database: {
      url: 'sqlite:./var/records.db',
      replicaUrls: [],
      waitSeconds: 60,
      searchMs: 10_000,
    },
    cache: {
      redisUrl: undefined,
      isPlainRedisAllowed: false,
      keys: [],
      bytes: 32 * 2 ** 20,
      staleSeconds: 60,
      httpSeconds: 0,
    },
    limits: {
      tokens: 2000,
      depth: 15,
      aliases: 15,
      rootFields: 20,
      fields: 1000,
      repeatedFields: 200,
      directives: 5,
      listItems: 200,
      cost: 10_000,
    },
    operations: { level: 'apq', manifests: [] },
    requestSeconds: 60,
    bulkMegabytes: 1024,
    httpCodes: 'stable',
    pages: 'public',
    hasPage: true,
    corsOrigins: ['https://studio.apollographql.com'],
    shutdownDelaySeconds: 0,
    log: { level: 'info' },
    production: false,
  });
});

test('an empty setting counts as not set', () => {
  const empty = Object.fromEntries(Object.keys(settings).map((name) => [name, '']));
  expect(readConfig(empty)).toEqual(readConfig({}));
});

test('settings are read, and the configuration is immutable', () => {
  const config = readConfig({ PORT: '0', HOST: '::1', NODE_ENV: 'production', LOG_LEVEL: 'warn' });
  expect(config).toMatchObject({ http: { host: '::1', port: 0 }, production: true });
  expect(Object.isFrozen(config) && Object.isFrozen(config.http)).toBe(true);
});

test('the settings of servers, the cache and shutdown are read', () => {
  const config = readConfig({
    DATABASE_URL: 'mysql://me@one/records',
    DATABASE_REPLICA_URLS: 'mysql://me@two/records, mysql://me@three/records',
    DATABASE_WAIT_SECONDS: '0',
    REDIS_URL: 'rediss://me:secret@host:6379/1',
    SEARCH_TIMEOUT_MS: '2500',
    CACHE_KEY: `${'a'.repeat(32)}, ${'b'.repeat(40)}`,
    CACHE_MEGABYTES: '0',
    CACHE_STALE_SECONDS: '5',
    CACHE_HTTP_SECONDS: '86400',
    PERSISTED_OPERATIONS: 'safelist',
    PERSISTED_MANIFESTS: ' ./a.json, /b/documents ,',
    REQUEST_TIMEOUT_SECONDS: '5',
    GRAPHQL_HTTP_CODES: 'draft',
    SHUTDOWN_DELAY_SECONDS: '15',
  });
  expect(config).toMatchObject({
    database: {
      replicaUrls: ['mysql://me@two/records', 'mysql://me@three/records'],
      waitSeconds: 0,
      searchMs: 2500,
    },
    cache: {
      redisUrl: 'rediss://me:secret@host:6379/1',
      keys: ['a'.repeat(32), 'b'.repeat(40)],
      bytes: 0,
      staleSeconds: 5,
      httpSeconds: 86_400,
    },
    operations: { level: 'safelist', manifests: ['./a.json', '/b/documents'] },
    requestSeconds: 5,
    httpCodes: 'draft',
    shutdownDelaySeconds: 15,
  });
});

test('all problems are reported at once, each with what was received and what is allowed', () => {
  expect(problemsOf({ PORT: 'http', LOG_LEVEL: 'loud', NODE_ENV: 'prod' })).toEqual([
    'NODE_ENV is "prod"; it must be one of development, test, production.',
    'PORT is "http"; it must be a whole number from 0 to 65535.',
    'LOG_LEVEL is "loud"; it must be one of fatal, error, warn, info, debug, trace, silent.',
  ]);
});

test('an invalid secret is reported by its length only', () => {
  const problem =
    'CACHE_KEY has 41 characters; it must be one or more secrets of at least 32 characters without spaces, separated by commas.';
  expect(problemsOf({ CACHE_KEY: `too-short,${'x'.repeat(31)}` })).toEqual([problem]);
});

describe('an invalid setting is refused:', () => {
  test.each([
    ['SEARCH_TIMEOUT_MS', '0'],
    ['SEARCH_TIMEOUT_MS', '3600001'],
    ['SEARCH_TIMEOUT_MS', '10 s'],
    ['PORT', '65536'],
    ['PORT', '-1'],
    ['PORT', '80.5'],
    ['PORT', '8000 '],
    ['ALLOWED_HOSTS', 'https://records.example.com'],
    ['ALLOWED_HOSTS', 'localhost, records.example.com:8000'],
    ['ALLOWED_HOSTS', 'one.example two.example'],
    ['DATABASE_URL', 'oracle://host/records'],
    ['DATABASE_URL', 'sqlite:'],
    ['DATABASE_URL', './var/records.db'],
    ['DATABASE_URL', 'mysql://host'],
    ['DATABASE_REPLICA_URLS', 'sqlite:./var/replica.db'],
    ['DATABASE_REPLICA_URLS', 'mysql://one/records mysql://two/records'],
    ['DATABASE_WAIT_SECONDS', '3601'],
    ['REDIS_URL', 'localhost:6379'],
    ['REDIS_URL', 'redis://'],
    ['CACHE_MEGABYTES', '4097'],
    ['CACHE_MEGABYTES', '0.5'],
    ['CACHE_STALE_SECONDS', '-1'],
    ['CACHE_HTTP_SECONDS', '86401'],
    ['PERSISTED_OPERATIONS', 'none'],
    ['REQUEST_TIMEOUT_SECONDS', '0'],
    ['REQUEST_TIMEOUT_SECONDS', '3601'],
    ['GRAPHQL_HTTP_CODES', '422'],
    ['IDE', 'yes'],
    ['CORS_ORIGINS', 'app.example.com'],
    ['CORS_ORIGINS', 'https://app.example.com/'],
    ['CORS_ORIGINS', 'null'],
    ['CORS_ORIGINS', 'https://App.example.com'],
    ['SHUTDOWN_DELAY_SECONDS', '301'],
    ['SHUTDOWN_DELAY_SECONDS', '5s'],
  ])('%s=%s', (name, value) => {
    expect(problemsOf({ [name]: value })).toEqual([
      expect.stringContaining(`${name} is "${value}"; it must be `),
    ]);
  });
});

test.each(['DATABASE_URL', 'DATABASE_REPLICA_URLS', 'REDIS_URL'])(
  'a password in an invalid %s is not printed',
  (name) => {
    const [problem] = problemsOf({ [name]: 'oracle://me:s3cr:et@x@host/records' });
    expect(problem).toMatch('oracle://me:…@host/records');
    expect(problem).not.toMatch(/s3cr|et@/);
  },
);

test('passwords of several replicas are not printed', () => {
  const urls = 'mysql://a:s3cret1@one/records,oracle://b:s3cret2@two/records';
  expect(problemsOf({ DATABASE_REPLICA_URLS: urls })[0]).not.toMatch(/s3cret/);
});

test('only main.ts reads the environment', () => {
  const src = resolve(import.meta.dirname, '../src');
  const readers = readdirSync(src, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .filter((name) =>
      /process\s*\.env|['"]process['"]|node:process/.test(readFileSync(resolve(src, name), 'utf8')),
    );
  expect(readers).toEqual(['main.ts']);
});
