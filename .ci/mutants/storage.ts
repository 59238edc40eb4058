import { listMutants } from './mutant.ts';

const attacks = 'tests/viewer/attacks/';
const objects = `${attacks}objects.test`;
const credentials = `${attacks}credentials.test`;
const transport = `${attacks}transport.test`;
const scopes = 'tests/viewer/scopes.test';
const twoViewers = 'tests/cache/two-viewers.redis';
const sealed = 'tests/cache/sealed-values.redis';
const hosts = 'tests/http/urls/allowed-hosts';

/** Checks of owners, of the cache, and of HTTP. */
export const storageMutants = listMutants({
  'src/viewer/viewer.ts': [
    [
      'imports have owners',
      "return viewer.scopes.has('imports:read-all') ? undefined : ownerOf(viewer);",
      'return undefined;',
      scopes,
    ],
    ['owners are those of an issuer', 'viewer.issuer}:', 'viewer.kind}:', objects],
    [
      'responses of processes without access control have keys of their own',
      "return viewer === everyone ? 'everyone' : 'allowed';",
      "return 'everyone';",
      'tests/viewer/switched-on.redis',
    ],
  ],
  'src/viewer/tracked-viewer.ts': [
    ['a read of the viewer makes a response personal', 'this.#isRead = true;', '', twoViewers],
  ],
  'src/graphql/decide-caching.ts': [
    ['personal responses are not cached', 'viewer.isRead || refusal', 'refusal', twoViewers],
  ],
  'src/cache/response-cache.ts': [
    [
      'a personal response is not shared by those who wait',
      'status === 503 && !isPersonal(decision)',
      'status === 503',
      twoViewers,
    ],
    [
      'what must not be cached is not shared by those who wait',
      "if ('stored' in result || isUnavailableToAll(result.made)) return markCollapsed(result);",
      'return markCollapsed(result);',
      twoViewers,
    ],
  ],
  'src/imports/store/import-repository.ts': [
    [
      'an import by its id is its owner’s',
      "where('id', 'in', ids);\n  if (owner !== undefined) query",
      "where('id', 'in', ids);\n  if (owner === '') query",
      scopes,
    ],
    [
      'the list of imports has those of the owner',
      "if (owner !== undefined) query = query.where('caller', '=', owner);\n  for",
      'for',
      scopes,
    ],
    [
      'an idempotency key is its owner’s',
      ".where('caller', '=', owner)\n    .where('idempotency_key', '=', key)",
      ".where('idempotency_key', '=', key)",
      objects,
    ],
  ],
  'src/imports/store/rejection-repository.ts': [
    [
      'rejections are their owner’s',
      'if (owner !== undefined) query = query.where(ownedBy(owner));',
      '',
      'tests/viewer/owners',
    ],
    [
      'measured rejections are their owner’s',
      'return owner === undefined ? query : query.where(ownedBy(owner));',
      'return query;',
      'tests/viewer/owners',
    ],
  ],
  'src/redis/hmac-seal.ts': [
    [
      'values from Redis need a seal',
      'return isGenuine ? text : undefined;',
      'return text;',
      sealed,
    ],
    ['a seal is that of a name', '{name}\\n', "{''}\\n", sealed],
  ],
  'src/http/http-app.ts': [
    [
      'only trusted proxies name clients',
      'trustProxy: trustedProxies.length > 0 && [...trustedProxies],',
      'trustProxy: true,',
      transport,
      'tests/rate-limit/addresses',
    ],
    ['hosts are checked', 'findHostError(request) ?? ', '', hosts],
  ],
  'src/http/urls/allowed-hosts.ts': [
    [
      'there is one Host header',
      'if (count > 1) return malformed',
      'if (count > 99) return malformed',
      hosts,
    ],
  ],
  'src/http/logged-request.ts': [
    ['URLs are logged without tokens', 'url: hideTokenInUrl(url)', 'url', credentials],
  ],
});
