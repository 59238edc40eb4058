import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair } from 'jose';
import { Provider } from 'oidc-provider';

/** A real issuer on loopback: discovery, keys, and access tokens as RFC 9068 has them. */
export interface OidcIssuer {
  readonly url: string;
  /** The paths that were requested so far. */
  readonly requests: readonly string[];
  /** Gets an access token for the client `nightly`, with all scopes that it may have. */
  getToken(): Promise<string>;
  /** Signs with a new key from now on; keys that were published before stay in the set, or not. */
  rotate(options?: { readonly keepsOld: boolean }): Promise<void>;
  /** From now on, requests get no answer, or get one again. */
  freeze(isFrozen: boolean): void;
  close(): Promise<void>;
}

/** What an issuer has besides the client `nightly`. */
export interface OidcOptions {
  /** Other clients, with the metadata of OpenID Connect Dynamic Client Registration. */
  readonly clients?: readonly object[];
  /** How long tokens are valid. */
  readonly tokenSeconds?: number;
}

const client = { id: 'nightly', secret: 'a-secret-of-the-tests' };
const scope = 'records:read imports:write imports:read';

/** @param audience of the tokens */
export async function startOidcIssuer(
  audience: string,
  options: OidcOptions = {},
): Promise<OidcIssuer> {
  const requests: string[] = [];
  let keys: object[] = [];
  let listener: RequestListener = () => {};
  let isFrozen = false;
  const server = createServer((request, response) => {
    requests.push(request.url ?? '');
    if (!isFrozen) listener(request, response);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  async function rotate({ keepsOld } = { keepsOld: true }) {
    const { privateKey } = await generateKeyPair('RS256', { extractable: true });
    const jwk = { ...(await exportJWK(privateKey)), use: 'sig', alg: 'RS256' };
    keys = [jwk, ...(keepsOld ? keys : [])];
    listener = createProvider(url, describeProvider(audience, keys, options)).callback();
  }
  await rotate();
  return {
    url,
    requests,
    rotate,
    async getToken() {
      const response = await fetch(`${url}/token`, {
        method: 'POST',
        headers: {
          authorization: `Basic ${Buffer.from(`${client.id}:${client.secret}`).toString('base64')}`,
        },
        body: new URLSearchParams({ grant_type: 'client_credentials', scope, resource: audience }),
      });
      const body = (await response.json()) as { readonly access_token?: string };
      if (body.access_token === undefined) throw new Error(JSON.stringify(body));
      return body.access_token;
    },
    freeze(next) {
      isFrozen = next;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Stores nothing: access tokens that are JWT need no storage. */
class NoStorage {
  async upsert(): Promise<void> {}
  async find(): Promise<undefined> {}
}

/** Jest's `structuredClone` makes objects of another realm, which the provider does not accept as keys of clients. */
function createProvider(url: string, configuration: object): Provider {
  const { structuredClone: clone } = globalThis;
  const copy = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(copy);
    if (value?.constructor !== Object) return clone(value);
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, copy(each)]));
  };
  globalThis.structuredClone = copy as typeof clone;
  try {
    return new Provider(url, configuration);
  } finally {
    globalThis.structuredClone = clone;
  }
}

const grants = { grant_types: ['client_credentials'], redirect_uris: [], response_types: [] };

function describeProvider(
  audience: string,
  keys: readonly object[],
  { clients = [], tokenSeconds = 300 }: OidcOptions,
): object {
  return {
    adapter: NoStorage,
    jwks: { keys },
    cookies: { keys: ['a-cookie-key-of-the-tests'] },
    clients: [
      { client_id: client.id, client_secret: client.secret, ...grants },
      ...clients.map((each) => ({ ...grants, ...each })),
    ],
    ttl: { ClientCredentials: tokenSeconds },
    scopes: scope.split(' '),
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: () => ({
          scope,
          audience,
          accessTokenTTL: tokenSeconds,
          accessTokenFormat: 'jwt',
          jwt: { sign: { alg: 'RS256' } },
        }),
      },
    },
  };
}
