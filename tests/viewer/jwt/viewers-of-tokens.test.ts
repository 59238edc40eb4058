import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { post } from '../../support/http.js';
import {
  expectInvalidToken,
  type IssuerService,
  issuerAt,
  startIssuerService,
} from '../../support/issuer-service.js';
import { item } from '../../support/service.js';
import { nowInSeconds, signToken } from '../../support/signing-keys.js';
import { bearer } from '../../support/viewers.js';

const pool = 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbCdEfGhI';
const realm = 'https://sso.example.com/realms/main';
const tenant = 'https://example.eu.auth0.com/';
const client = '4qg1example2client3id';

let started: IssuerService;
beforeAll(async () => {
  started = await startIssuerService((url) => [
    issuerAt(url, {
      name: 'cognito',
      issuer: pool,
      audiences: undefined,
      clients: [client],
      tokenUse: 'access',
      scopePrefix: 'records/',
      scopesByClaim: { 'cognito:groups': { importers: ['imports:write', 'imports:read'] } },
      service: { claim: 'sub', sameAs: 'client_id' },
    }),
    issuerAt(url, {
      name: 'keycloak',
      issuer: realm,
      audiences: ['records'],
      scopesByClaim: {
        '/realm_access/roles': { auditor: ['imports:read-all'] },
        '/resource_access/records/roles': { importer: ['imports:write'] },
      },
      service: { claim: 'client_id', exists: true },
    }),
    issuerAt(url, {
      name: 'auth0',
      issuer: tenant,
      audiences: ['https://records.example.com'],
      scopesByClaim: { permissions: { 'records:read': ['records:read'] } },
      service: { claim: 'gty', values: ['client-credentials'] },
    }),
  ]);
});
afterAll(() => started.stop());

const now = nowInSeconds();

/** An access token as Cognito makes it, without the claims of other issuers. */
const cognitoAccess = {
  iss: pool,
  aud: undefined,
  sub: '5c2e7a40-1',
  'cognito:groups': ['importers'],
  version: 2,
  client_id: client,
  origin_jti: 'o',
  event_id: 'e',
  token_use: 'access',
  scope: 'openid records/records:read',
  auth_time: now,
  jti: 'j',
  username: 'ada',
};

/** Its ID token, whose audience is the client. */
const cognitoId = {
  iss: pool,
  aud: client,
  sub: '5c2e7a40-1',
  'cognito:groups': ['importers'],
  'cognito:username': 'ada',
  at_hash: 'h',
  token_use: 'id',
  auth_time: now,
  email: 'ada@example.com',
  scope: undefined,
};

const keycloakAccess = {
  iss: realm,
  aud: ['records', 'account'],
  sub: 'f3b1',
  typ: 'Bearer',
  azp: 'web',
  sid: 's',
  acr: '1',
  realm_access: { roles: ['offline_access'] },
  resource_access: { records: { roles: ['importer'] }, account: { roles: ['view-profile'] } },
  scope: 'openid profile records:read',
  preferred_username: 'ada',
};

const auth0Access = {
  iss: tenant,
  sub: 'auth0|507f1f77',
  aud: ['https://records.example.com', 'https://example.eu.auth0.com/userinfo'],
  azp: 'web',
  scope: 'openid profile',
  permissions: ['records:read'],
};

// Cognito's headers have no "typ".
const sign = (claims: object, header = {}) => signToken(started.key, { ...claims }, header);

/** The scopes that a token has, found by what it may do, without changing anything. */
async function scopesOf(token: string): Promise<string[]> {
  const may = async (query: string) => {
    const answer = await post(started.service.app, '/graphql', { query }, bearer(token));
    if (answer.statusCode === 401) throw new Error('The token was rejected.');
    return answer.statusCode !== 403;
  };
  const probes = {
    'records:read': '{ records { totalCount } }',
    'imports:write': 'mutation { bulkImport(input: { items: [] }) { received } }',
    'imports:read': '{ imports { nodes { id } } }',
  };
  const found: string[] = [];
  for (const [scope, query] of Object.entries(probes)) if (await may(query)) found.push(scope);
  return found;
}

describe('Amazon Cognito', () => {
  test('An access token has the scopes of its resource server, without their prefix, and of its groups', async () => {
    expect(await scopesOf(await sign(cognitoAccess, { typ: undefined }))).toEqual([
      'records:read',
      'imports:write',
      'imports:read',
    ]);
  });

  test('A scope without the prefix does not count', async () => {
    const token = await sign({
      ...cognitoAccess,
      'cognito:groups': undefined,
      scope: 'imports:write records/records:read',
    });
    expect(await scopesOf(token)).toEqual(['records:read']);
  });

  test('attack 11: an ID token is rejected, with or without its hashes', async () => {
    await expectInvalidToken(started, await sign(cognitoId));
    await expectInvalidToken(started, await sign({ ...cognitoId, at_hash: undefined }));
    await expectInvalidToken(started, await sign({ ...cognitoId, client_id: client }));
  });

  test('attack 11: an access token of another client is rejected, or of none', async () => {
    for (const clientId of ['another', undefined, [client], '']) {
      await expectInvalidToken(started, await sign({ ...cognitoAccess, client_id: clientId }));
    }
    await expectInvalidToken(started, await sign({ ...cognitoAccess, token_use: undefined }));
    await expectInvalidToken(
      started,
      await sign({ ...cognitoAccess, client_id: 'x', azp: client }),
    );
  });
});

describe('Keycloak', () => {
  test('An access token has its scopes, and those of its roles', async () => {
    expect(await scopesOf(await sign(keycloakAccess))).toEqual(['records:read', 'imports:write']);
    const auditor = { ...keycloakAccess, realm_access: { roles: ['auditor'] } };
    expect(await scopesOf(await sign(auditor))).toContain('imports:read');
  });

  test('Roles of another client, or in another shape, do not count', async () => {
    for (const resourceAccess of [
      { account: { roles: ['importer'] } },
      { records: { roles: [['importer']] } },
      { records: ['importer'] },
      'importer',
      null,
    ]) {
      const token = await sign({ ...keycloakAccess, resource_access: resourceAccess });
      expect(await scopesOf(token)).toEqual(['records:read']);
    }
  });

  test('attack 11: an ID token is rejected', async () => {
    const id = { ...keycloakAccess, typ: 'ID', aud: 'records', azp: 'records' };
    await expectInvalidToken(started, await sign(id));
  });
});

describe('Auth0', () => {
  test('An access token has the scopes of its permissions', async () => {
    expect(await scopesOf(await sign(auth0Access, { typ: 'JWT' }))).toEqual(['records:read']);
  });
});

test('The viewer is the subject of an issuer: another token of it finds its imports, the same subject of another issuer does not', async () => {
  const importItems = async (token: string) => {
    const query =
      'mutation ($items: [RecordInput!]!) { bulkImport(input: { items: $items }) { import { id } } }';
    const variables = { items: [item()] };
    const answer = await post(started.service.app, '/graphql', { query, variables }, bearer(token));
    return answer.json().data.bulkImport.import.id as string;
  };
  const finds = async (token: string, id: string) => {
    const query = 'query ($id: ID!) { import(id: $id) { id } }';
    const answer = await post(
      started.service.app,
      '/graphql',
      { query, variables: { id } },
      bearer(token),
    );
    return answer.json().data.import !== null;
  };
  const scope = 'imports:write imports:read';
  const id = await importItems(await sign({ ...keycloakAccess, sub: 'twin', scope }));
  expect(await finds(await sign({ ...keycloakAccess, sub: 'twin', scope, jti: 'next' }), id)).toBe(
    true,
  );
  expect(await finds(await sign({ ...cognitoAccess, sub: 'twin' }), id)).toBe(false);
  expect(await finds(await sign({ ...keycloakAccess, sub: 'twin ', scope }), id)).toBe(false);
  expect(await finds(await sign({ ...keycloakAccess, sub: 'Twin', scope }), id)).toBe(false);
});
