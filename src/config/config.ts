import type { z } from 'zod';
import { UserError } from '../errors/user-error.js';
import { redactUrl } from '../text/redact-url.js';
import type { ScopeSet } from '../viewer/scopes.js';
import type { Level } from './level.js';
import type { Limits } from './limits.js';
import { type SettingName, settings } from './settings.js';

/** Where Apollo Sandbox runs when it is not served by the service itself. */
const sandboxOrigin = 'https://studio.apollographql.com';

/** What a bucket holds when it is full, and what it gains a second. */
export interface BucketSize {
  readonly burst: number;
  readonly rate: number;
}

/** Who gets the pages for writing queries: anybody, viewers with the scope `ops`, or nobody. */
export type PageAccess = 'public' | 'by scope' | 'off';

/** Which status codes GraphQL responses have over HTTP. */
export type HttpCodes = 'stable' | 'draft';

/** The configuration of the service, read once and never changed. */
export interface Config {
  readonly http: { readonly host: string; readonly port: number };
  /** The hosts that requests may name, spelled as `parseHost` returns them; `*` stands for any. */
  readonly allowedHosts: readonly string[];
  /** Without a slash at the end; undefined if it is that of each request. */
  readonly publicUrl: string | undefined;
  /** IP addresses, or networks of them. */
  readonly trustedProxies: readonly string[];
  readonly auth: {
    readonly isOn: boolean;
    /** Whether `AUTH` is set. */
    readonly isChosen: boolean;
    /** The paths of files. */
    readonly issuers: string | undefined;
    readonly tokens: string | undefined;
    readonly anonymousScopes: ScopeSet;
  };
  readonly rateLimit: {
    readonly isOn: boolean;
    readonly anonymous: BucketSize;
    readonly user: BucketSize;
    readonly rows: BucketSize;
    readonly processes: number;
  };
  readonly audit: {
    /** `stdout`, or the path of a file; undefined for none. */
    readonly target: string | undefined;
    /** The path of the key that signs it; undefined for none. */
    readonly keyFile: string | undefined;
    /** One of how many reads is recorded; 0 for none. */
    readonly readSample: number;
  };
  readonly database: {
    readonly url: string;
    readonly replicaUrls: readonly string[];
    readonly waitSeconds: number;
    /** Milliseconds for all searches of a request together, or for a page of an export. */
    readonly searchMs: number;
  };
  readonly cache: {
    /** Undefined if responses are not shared. */
    readonly redisUrl: string | undefined;
    /** Whether Redis on another host may be used without TLS in production. */
    readonly isPlainRedisAllowed: boolean;
    /** Secrets; the first one signs shared responses, all are accepted. */
    readonly keys: readonly string[];
    readonly bytes: number;
    readonly staleSeconds: number;
    readonly httpSeconds: number;
  };
  readonly limits: Limits;
  readonly operations: {
    readonly level: Level;
    /** Paths of manifests, in addition to the service's own. */
    readonly manifests: readonly string[];
  };
  readonly requestSeconds: number;
  /** Maximum size of a `POST /v1/bulk` body, uncompressed, in units of 2^20 bytes. */
  readonly bulkMegabytes: number;
  readonly httpCodes: HttpCodes;
  readonly pages: PageAccess;
  /** Whether the records page is served. */
  readonly hasPage: boolean;
  /** The origins whose web pages may call the service; `*` stands for all. */
  readonly corsOrigins: readonly string[];
  readonly shutdownDelaySeconds: number;
  readonly log: { readonly level: string };
  readonly production: boolean;
}

/** Everything that is wrong with the environment, one problem a line. */
export class ConfigError extends UserError {
  override readonly name = 'ConfigError';
}

/** Reads the configuration. Throws a {@link ConfigError} that lists all problems at once. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const problems: string[] = [];
  const read: ReadSetting = (name) => {
    const setting = settings[name];
    const { type, fallback, allowed } = setting;
    const received = env[name] || fallback;
    const parsed = type.safeParse(received);
    if (!parsed.success) {
      const is =
        'isSecret' in setting ? `has ${received.length} characters` : `is "${redactUrl(received)}"`;
      problems.push(`${name} ${is}; it must be ${allowed}.`);
    }
    return parsed.data as never;
  };
  const production = read('NODE_ENV') === 'production';
  const [ide, page, corsOrigins] = [read('IDE'), read('PAGE'), read('CORS_ORIGINS')];
  const access = readAccess(read);
  const config: Config = {
    http: Object.freeze({ host: read('HOST'), port: read('PORT') }),
    allowedHosts: read('ALLOWED_HOSTS'),
    publicUrl: read('PUBLIC_URL')?.replace(/\/+$/, '') || undefined,
    trustedProxies: read('TRUSTED_PROXIES'),
    ...access,
    audit: Object.freeze({
      target: read('AUDIT_LOG') || undefined,
      keyFile: read('AUDIT_KEY_FILE') || undefined,
      readSample: read('AUDIT_READ_SAMPLE'),
    }),
    database: Object.freeze({
      url: read('DATABASE_URL'),
      replicaUrls: read('DATABASE_REPLICA_URLS'),
      waitSeconds: read('DATABASE_WAIT_SECONDS'),
      searchMs: read('SEARCH_TIMEOUT_MS'),
    }),
    cache: Object.freeze({
      redisUrl: read('REDIS_URL') || undefined,
      isPlainRedisAllowed: read('REDIS_PLAIN') === 'true',
      keys: read('CACHE_KEY'),
      bytes: read('CACHE_MEGABYTES') * 1024 * 1024,
      staleSeconds: read('CACHE_STALE_SECONDS'),
      httpSeconds: read('CACHE_HTTP_SECONDS'),
    }),
    limits: Object.freeze({
      tokens: read('LIMIT_TOKENS'),
      depth: read('LIMIT_DEPTH'),
      aliases: read('LIMIT_ALIASES'),
      rootFields: read('LIMIT_ROOT_FIELDS'),
      fields: read('LIMIT_FIELDS'),
      repeatedFields: read('LIMIT_REPEATED_FIELDS'),
      directives: read('LIMIT_DIRECTIVES'),
      listItems: read('LIMIT_LIST_ITEMS'),
      cost: read('LIMIT_COST'),
    }),
    operations: Object.freeze({
      level: read('PERSISTED_OPERATIONS'),
      manifests: read('PERSISTED_MANIFESTS'),
    }),
    requestSeconds: read('REQUEST_TIMEOUT_SECONDS'),
    bulkMegabytes: read('BULK_MEGABYTES'),
    httpCodes: read('GRAPHQL_HTTP_CODES'),
    ...choosePages({ ide, page }, production, access.auth.isOn),
    corsOrigins: corsOrigins?.length === 0 && !production ? [sandboxOrigin] : corsOrigins,
    shutdownDelaySeconds: read('SHUTDOWN_DELAY_SECONDS'),
    log: Object.freeze({ level: read('LOG_LEVEL') }),
    production,
  };
  if (problems.length > 0) throw new ConfigError(problems.join('\n'));
  return Object.freeze(config);
}

/** Reads a setting; undefined for one that is faulty, which has been noted. */
type ReadSetting = <Name extends SettingName>(
  name: Name,
) => z.output<(typeof settings)[Name]['type']>;

function choosePages(
  { ide, page }: Readonly<Record<'ide' | 'page', '' | 'true' | 'false'>>,
  production: boolean,
  isAuthOn: boolean,
): Pick<Config, 'pages' | 'hasPage'> {
  const pages = choosePageAccess(ide, production, isAuthOn);
  return { pages, hasPage: page === '' ? pages !== 'off' : page === 'true' };
}

function choosePageAccess(
  setting: '' | 'true' | 'false',
  production: boolean,
  isAuthOn: boolean,
): PageAccess {
  if (setting !== '') return setting === 'true' ? 'public' : 'off';
  if (!production) return 'public';
  return isAuthOn ? 'by scope' : 'off';
}

function readAccess(read: ReadSetting): Pick<Config, 'auth' | 'rateLimit'> {
  const auth = read('AUTH');
  return {
    auth: Object.freeze({
      isOn: auth === 'on',
      isChosen: auth !== '',
      issuers: read('AUTH_ISSUERS') || undefined,
      tokens: read('AUTH_TOKENS') || undefined,
      anonymousScopes: read('AUTH_ANONYMOUS_SCOPES'),
    }),
    rateLimit: Object.freeze({
      isOn: (read('RATE_LIMIT') || auth) === 'on',
      anonymous: read('RATE_LIMIT_ANONYMOUS'),
      user: read('RATE_LIMIT_USER'),
      rows: read('RATE_LIMIT_ROWS'),
      processes: read('RATE_LIMIT_PROCESSES'),
    }),
  };
}
