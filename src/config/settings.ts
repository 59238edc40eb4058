import { z } from 'zod';
import {
  databaseUrlForms,
  defaultDatabaseUrl,
  isDatabaseUrl,
  isServerUrl,
  serverUrlForms,
} from '../database/engine-for-url.js';
import { accessSettings } from './access-settings.js';
import { levels } from './level.js';
import { commaSeparated, isOrigin, limit, parseHost, wholeNumber } from './setting-types.js';

/**
 * Every environment variable that the service reads. An empty one counts as not set.
 * The page docs/reference/settings.md is generated from this list.
 */
export const settings = {
  PORT: {
    fallback: '8000',
    meaning: 'The port to listen on; 0 picks a free one.',
    type: wholeNumber(65_535),
    allowed: 'a whole number from 0 to 65535',
  },
  HOST: {
    fallback: '127.0.0.1',
    meaning: 'The address to listen on; `0.0.0.0` for all interfaces.',
    type: z.string(),
    allowed: 'a host name or an IP address',
  },
  ALLOWED_HOSTS: {
    fallback: '',
    meaning:
      'The hosts, separated by commas, that a request may name in its `Host` header, besides `localhost`, `127.0.0.1` and `[::1]`; `*` allows any. If not set: only those three when the service listens on a loopback address, otherwise any.',
    type: commaSeparated
      .transform((hosts) => hosts.map(parseHost))
      .refine((hosts) => !hosts.includes('')),
    allowed: 'host names or IP addresses without ports, separated by commas, or *',
  },
  ...accessSettings,
  DATABASE_URL: {
    fallback: defaultDatabaseUrl,
    meaning: 'The database: `sqlite:` and a path, `sqlite::memory:`, `mysql://…` or `mariadb://…`.',
    type: z.string().refine(isDatabaseUrl),
    allowed: databaseUrlForms,
  },
  DATABASE_REPLICA_URLS: {
    fallback: '',
    meaning: 'Read replicas of the server in `DATABASE_URL`, separated by commas.',
    type: commaSeparated.refine((urls) => urls.every((url) => isServerUrl(url) && !/\s/.test(url))),
    allowed: `${serverUrlForms} URLs, separated by commas`,
  },
  DATABASE_WAIT_SECONDS: {
    fallback: '60',
    meaning: 'How long to wait at startup for a database server that is not available.',
    type: wholeNumber(3600),
    allowed: 'a whole number from 0 to 3600',
  },
  SEARCH_TIMEOUT_MS: {
    fallback: '10000',
    meaning:
      'Time limit in milliseconds for the searches of one request, or for each 500 records of an export. On MySQL and MariaDB, running statements are cancelled; on SQLite, whose statements cannot be interrupted, the limit is checked between statements.',
    type: wholeNumber(3_600_000).refine((milliseconds) => milliseconds > 0),
    allowed: 'a whole number from 1 to 3600000',
  },
  REDIS_URL: {
    fallback: '',
    meaning:
      'The Redis through which processes share cached responses. If not set, each process has only its own cache.',
    type: z.string().refine((url) => url === '' || /^rediss?:\/\/./.test(url)),
    allowed: 'redis://host:6379 or rediss://host:6379, with user:password@ where needed',
  },
  REDIS_PLAIN: {
    fallback: '',
    meaning:
      'Whether production may use `redis://` without TLS for a Redis on another host: `true` or `false`. If not set, it may not.',
    type: z.enum(['', 'true', 'false']),
    allowed: 'one of true, false',
  },
  CACHE_KEY: {
    fallback: '',
    meaning:
      'Secret with which processes sign what they put into Redis; unsigned entries are ignored. To rotate it without losing the cache, set several, separated by commas: the first one signs, all are accepted.',
    type: commaSeparated.refine((keys) => keys.every((key) => /^\S{32,}$/.test(key))),
    allowed: 'one or more secrets of at least 32 characters without spaces, separated by commas',
    isSecret: true,
  },
  CACHE_MEGABYTES: {
    fallback: '32',
    meaning: 'Memory for cached responses, per process; 0 disables the cache.',
    type: wholeNumber(4096),
    allowed: 'a whole number from 0 to 4096',
  },
  CACHE_STALE_SECONDS: {
    fallback: '60',
    meaning: 'Stale-while-revalidate window, in seconds.',
    type: wholeNumber(86_400),
    allowed: 'a whole number from 0 to 86400',
  },
  CACHE_HTTP_SECONDS: {
    fallback: '0',
    meaning:
      'How long browsers and CDNs may use a response without revalidating it; during that time they do not see new imports.',
    type: wholeNumber(86_400),
    allowed: 'a whole number from 0 to 86400',
  },
  PERSISTED_OPERATIONS: {
    fallback: 'apq',
    meaning:
      'Which documents are executed. `apq`: any. `log`: any, and those that are in no manifest are logged. `safelist`: only those of the manifests. `only`: the same, and only by their ids.',
    type: z.enum(levels),
    allowed: `one of ${levels.join(', ')}`,
  },
  PERSISTED_MANIFESTS: {
    fallback: '',
    meaning:
      'Paths of persisted operation manifests, separated by commas: made by Apollo, Relay or GraphQL Code Generator, or folders of `.graphql` files. They are reloaded on SIGHUP.',
    type: commaSeparated,
    allowed: 'paths, separated by commas',
  },
  REQUEST_TIMEOUT_SECONDS: {
    fallback: '60',
    meaning:
      'How long a client may take to send a request, including its body. For `POST /v1/bulk`: how long a client may send nothing.',
    type: wholeNumber(3600).refine((seconds) => seconds > 0),
    allowed: 'a whole number from 1 to 3600',
  },
  BULK_MEGABYTES: {
    fallback: '1024',
    meaning: 'Maximum size of a `POST /v1/bulk` body, uncompressed, in megabytes of 2^20 bytes.',
    type: wholeNumber(1_000_000).refine((megabytes) => megabytes > 0),
    allowed: 'a whole number from 1 to 1000000',
  },
  GRAPHQL_HTTP_CODES: {
    fallback: 'stable',
    meaning:
      '`draft` uses the status codes of the current GraphQL over HTTP draft: 422 for documents and variables that do not match the schema, 294 for partial data.',
    type: z.enum(['stable', 'draft']),
    allowed: 'one of stable, draft',
  },
  PAGE: {
    fallback: '',
    meaning:
      'Whether `/` serves the records page: `true` or `false`. If not set, it is served where the IDE is, but to everybody: the page itself contains no data, and with `AUTH=on` it asks for a token.',
    type: z.enum(['', 'true', 'false']),
    allowed: 'one of true, false',
  },
  IDE: {
    fallback: '',
    meaning:
      'Whether `/ide` serves a GraphQL IDE and `/sandbox` Apollo Sandbox: `true` or `false`. If not set, they are served except in production; there, with `AUTH=on`, to viewers with the scope `ops`.',
    type: z.enum(['', 'true', 'false']),
    allowed: 'one of true, false',
  },
  CORS_ORIGINS: {
    fallback: '',
    meaning:
      'The origins, separated by commas, whose web pages may call the service; `*` allows all. If not set: Apollo Sandbox, or none in production.',
    type: commaSeparated.refine((origins) =>
      origins.every((each) => each === '*' || isOrigin(each)),
    ),
    allowed: 'origins like https://app.example.com, separated by commas, or *',
  },
  SHUTDOWN_DELAY_SECONDS: {
    fallback: '0',
    meaning: 'How long requests are still accepted after SIGTERM, while `/readyz` returns 503.',
    type: wholeNumber(300),
    allowed: 'a whole number from 0 to 300',
  },
  LIMIT_TOKENS: limit(
    '2000',
    'Maximum number of tokens (names, numbers, punctuators) in a document.',
  ),
  LIMIT_DEPTH: limit(
    '15',
    'Maximum depth of the fields that an operation selects; introspection may always be 20 deep.',
  ),
  LIMIT_ALIASES: limit('15', 'Maximum number of aliases in an operation, including its fragments.'),
  LIMIT_ROOT_FIELDS: limit(
    '20',
    'Maximum number of root fields of an operation, including its fragments.',
  ),
  LIMIT_FIELDS: limit(
    '1000',
    'Maximum number of fields and fragments that a document selects, counted at every use of a fragment.',
  ),
  LIMIT_REPEATED_FIELDS: limit(
    '200',
    'Maximum number of fields that a document selects again in the same place, as overlapping fragments do.',
  ),
  LIMIT_DIRECTIVES: limit('5', 'Maximum number of directives at one location of a document.'),
  LIMIT_LIST_ITEMS: limit(
    '200',
    'Maximum length of a list in an argument or variable; the items of an import have their own limit.',
  ),
  LIMIT_COST: limit('10000', 'Maximum cost of an operation with its variables.'),
  LOG_LEVEL: {
    fallback: 'info',
    meaning: 'The minimum level of log messages, which are JSON lines on standard output.',
    type: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']),
    allowed: 'one of fatal, error, warn, info, debug, trace, silent',
  },
  NODE_ENV: {
    fallback: 'development',
    meaning:
      '`production` turns off introspection and the IDE, or with `AUTH=on` requires the scope `ops` for them; unsafe settings keep the service from starting.',
    type: z.enum(['development', 'test', 'production']),
    allowed: 'one of development, test, production',
  },
} as const;

/** The name of a setting. */
export type SettingName = keyof typeof settings;
