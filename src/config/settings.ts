import { z } from 'zod';
import { databaseUrlForms, isDatabaseUrl, isServerUrl } from '../database/engine-for-url.js';
import { levels } from './level.js';
import { bound, hostSetting, isOrigin, list, wholeNumber } from './setting-types.js';

/**
 * Every environment variable that the service reads. An empty one counts as not set.
 * The page docs/reference/settings.md is generated from this list.
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
  ALLOWED_HOSTS: {
    fallback: '',
    meaning:
      'The hosts, separated by commas, that requests may be sent to, beside `localhost`, `127.0.0.1` and `[::1]`; `*` for any. Not set, a service that listens on a loopback address takes those alone, and one on another address takes any.',
    type: list.transform((hosts) => hosts.map(hostSetting)).refine((hosts) => !hosts.includes('')),
    allowed: 'host names or addresses without ports, separated by commas, or *',
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
    type: list.refine((urls) => urls.every((url) => isServerUrl(url) && !/\s/.test(url))),
    allowed: 'mysql:// or mariadb:// urls, separated by commas',
  },
  DATABASE_WAIT_SECONDS: {
    fallback: '60',
    meaning: 'How long a start waits for a database server that is away.',
    type: wholeNumber(3600),
    allowed: 'a whole number from 0 to 3600',
  },
  SEARCH_TIMEOUT_MS: {
    fallback: '10000',
    meaning:
      'How long the searches of a request may take on MySQL and MariaDB, and each 500 records of an export, in milliseconds. On SQLite, whose statements cannot be interrupted, it holds between two of them.',
    type: wholeNumber(3_600_000).refine((milliseconds) => milliseconds > 0),
    allowed: 'a whole number from 1 to 3600000',
  },
  REDIS_URL: {
    fallback: '',
    meaning: 'Where processes share the responses they cache; without it each has only its own.',
    type: z.string().refine((url) => url === '' || /^rediss?:\/\/./.test(url)),
    allowed: 'redis://host:6379 or rediss://host:6379, with user:password@ where needed',
  },
  CACHE_KEY: {
    fallback: '',
    meaning:
      'A secret by which processes mark what they put into Redis, and believe nothing else there. Several are separated by commas: the first one marks, all are believed, so that a key can be replaced without losing the cache.',
    type: list.refine((keys) => keys.every((key) => /^\S{32,}$/.test(key))),
    allowed: 'one or more secrets of at least 32 characters without blanks, separated by commas',
    isSecret: true,
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
  PERSISTED_OPERATIONS: {
    fallback: 'apq',
    meaning:
      'Which documents are run: `apq` any, `log` any, logging those of no manifest, `safelist` those of the manifests, `only` the same by their ids alone.',
    type: z.enum(levels),
    allowed: `one of ${levels.join(', ')}`,
  },
  PERSISTED_MANIFESTS: {
    fallback: '',
    meaning:
      'Paths of manifests of persisted operations, separated by commas: of Apollo, of Relay or codegen, or folders of `.graphql` files. They are read anew on SIGHUP.',
    type: list,
    allowed: 'paths, separated by commas',
  },
  REQUEST_TIMEOUT_SECONDS: {
    fallback: '60',
    meaning:
      'How long a client may take to send a request, its body included; of an import by `POST /v1/bulk`, how long nothing more of it may come.',
    type: wholeNumber(3600).refine((seconds) => seconds > 0),
    allowed: 'a whole number from 1 to 3600',
  },
  BULK_MEGABYTES: {
    fallback: '1024',
    meaning: 'How much one `POST /v1/bulk` may have, uncompressed, in megabytes of 2^20 bytes.',
    type: wholeNumber(1_000_000).refine((megabytes) => megabytes > 0),
    allowed: 'a whole number from 1 to 1000000',
  },
  GRAPHQL_HTTP_CODES: {
    fallback: 'stable',
    meaning:
      'With `draft`, GraphQL answers with the status codes of the newest GraphQL over HTTP: 422 for what does not fit the schema, 294 for partial data.',
    type: z.enum(['stable', 'draft']),
    allowed: 'one of stable, draft',
  },
  IDE: {
    fallback: '',
    meaning:
      'Whether `/` is an IDE that shows the schema, and `/sandbox` Apollo Sandbox: `true` or `false`; not set, they are there except in production.',
    type: z.enum(['', 'true', 'false']),
    allowed: 'one of true, false',
  },
  CORS_ORIGINS: {
    fallback: '',
    meaning:
      'The origins, separated by commas, whose web pages may call the service; `*` for all. Not set, that is Apollo Sandbox, and in production none.',
    type: list.refine((origins) => origins.every((each) => each === '*' || isOrigin(each))),
    allowed: 'origins like https://app.example.com, separated by commas, or *',
  },
  SHUTDOWN_DELAY_SECONDS: {
    fallback: '0',
    meaning: 'How long requests are still taken after SIGTERM, while `/readyz` says no already.',
    type: wholeNumber(300),
    allowed: 'a whole number from 0 to 300',
  },
  LIMIT_TOKENS: bound('2000', 'How many words, numbers and punctuators a document may have.'),
  LIMIT_DEPTH: bound(
    '15',
    'How many levels deep an operation may select fields; introspection may have 20 in any case.',
  ),
  LIMIT_ALIASES: bound('15', 'How many aliases an operation may have, fragments included.'),
  LIMIT_ROOT_FIELDS: bound(
    '20',
    'How many fields an operation may select at its root, fragments included.',
  ),
  LIMIT_FIELDS: bound(
    '1000',
    'How many fields and fragments a document may select, counted wherever a fragment is used.',
  ),
  LIMIT_REPEATED_FIELDS: bound(
    '200',
    'How many fields a document may select where they are selected already, as fragments often do.',
  ),
  LIMIT_DIRECTIVES: bound('5', 'How many directives may stand at one place of a document.'),
  LIMIT_LIST_ITEMS: bound(
    '200',
    'How many items a list in an argument or a variable may have; those of an import have their own bound.',
  ),
  LIMIT_COST: bound('10000', 'What an operation may cost with its variables.'),
  LOG_LEVEL: {
    fallback: 'info',
    meaning: 'The least severe messages to log, as JSON lines on standard output.',
    type: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']),
    allowed: 'one of fatal, error, warn, info, debug, trace, silent',
  },
  NODE_ENV: {
    fallback: 'development',
    meaning: 'With `production`, introspection is off, and so is the IDE.',
    type: z.enum(['development', 'test', 'production']),
    allowed: 'one of development, test, production',
  },
} as const;

/** The name of a setting. */
export type SettingName = keyof typeof settings;
