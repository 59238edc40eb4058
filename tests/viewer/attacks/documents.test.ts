import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { graphqlUrl, persistedQuery, preflight, sha256 } from '../../support/graphql-requests.js';
import { codesOf, post, send } from '../../support/http.js';
import {
  apolloManifest,
  createManifestFolder,
  type ManifestFolder,
} from '../../support/manifests.js';
import { type Service, startService } from '../../support/service.js';
import { bearer, identifyBy, viewer } from '../../support/viewers.js';

const persisted = 'query Persisted { imports { nodes { source } } }';

const authenticate = identifyBy(
  {
    ada: viewer('ada', 'records:read', 'records:export', 'imports:write', 'imports:read'),
    service: viewer('service', 'records:export', 'imports:write'),
    nobody: viewer('nobody'),
  },
  'records:read',
);

let folder: ManifestFolder;
let service: Service;
let onlyPersisted: Service;
beforeAll(async () => {
  folder = await createManifestFolder();
  const manifest = await folder.write('manifest.json', apolloManifest([persisted]));
  const start = (env: Record<string, string>) =>
    startService(
      {
        NODE_ENV: 'production',
        AUTH: 'on',
        RATE_LIMIT: 'off',
        PERSISTED_MANIFESTS: manifest,
        ...env,
      },
      undefined,
      undefined,
      { authenticate },
    );
  service = await start({});
  onlyPersisted = await start({ PERSISTED_OPERATIONS: 'only' });
});
afterAll(async () => {
  await service.stop();
  await onlyPersisted.stop();
  await folder.remove();
});

const ask = (caller: string, body: object) => post(service.app, '/graphql', body, bearer(caller));

describe('Attack 31: introspection in production', () => {
  test.each([
    '{ __schema { types { name } } }',
    '{ __type(name: "Import") { fields { name } } }',
    '{ a: __typename b: __schema { queryType { name } } }',
    '{ ...F } fragment F on Query { ... { __schema { queryType { name } } } }',
    'query ($no: Boolean = false) { __schema @include(if: $no) { queryType { name } } }',
    'mutation { __typename __schema { queryType { name } } }',
  ])('is refused to all without the scope ops: %s', async (query) => {
    for (const [caller, status] of [
      ['ada', 403],
      ['service', 403],
      ['nobody', 403],
    ] as const) {
      const answer = await ask(caller, { query });
      expect([caller, answer.statusCode]).toEqual([caller, status]);
      expect(answer.body).not.toContain('queryType');
    }
    const anonymous = await post(service.app, '/graphql', { query });
    expect([anonymous.statusCode, codesOf(anonymous)]).toEqual([401, ['UNAUTHENTICATED']]);
  });
});

test('Attack 33: a batch is refused as a whole', async () => {
  const batch = [{ query: '{ __typename }' }, { query: '{ imports { nodes { id } } }' }];
  const answer = await post(service.app, '/graphql', batch, bearer('ada'));
  expect(answer.statusCode).toBe(400);
  expect(answer.body).not.toContain('"data"');
});

describe('Attack 34: a field that requires a scope', () => {
  test.each<[string, string, Record<string, unknown>?]>([
    ['an alias', '{ records: imports { nodes { id } } }'],
    ['a fragment', '{ ...F } fragment F on Query { imports { nodes { id } } }'],
    [
      'a fragment of a fragment',
      '{ ...F } fragment F on Query { ...G } fragment G on Query { ... on Query { imports { nodes { id } } } }',
    ],
    ['an inline fragment without a type', '{ ... { ... { imports { nodes { id } } } } }'],
    ['@skip(if: true)', '{ __typename imports @skip(if: true) { nodes { id } } }'],
    [
      '@skip with a variable',
      'query ($v: Boolean!) { __typename imports @skip(if: $v) { nodes { id } } }',
      { v: true },
    ],
    [
      '@include with a variable',
      'query ($v: Boolean!) { __typename ...F @include(if: $v) } fragment F on Query { imports { nodes { id } } }',
      { v: false },
    ],
    ['__typename alone', '{ imports { __typename } }'],
    ['__typename of nodes', '{ imports { nodes { __typename } } }'],
    [
      'a field beside those that are allowed',
      '{ records { totalCount } imports { nodes { id } } }',
    ],
    ['a field of a record', '{ records { nodes { title import { __typename } } } }'],
    ['a fragment on a type of node', '{ node(id: "UmVjb3JkOjE") { ... on Import { source } } }'],
    [
      'a named fragment on a type of node',
      '{ node(id: "UmVjb3JkOjE") { ...F } } fragment F on Import { id }',
    ],
    [
      'a fragment on Node in it',
      '{ node(id: "UmVjb3JkOjE") { ... on Node { ... on Import { id } } } }',
    ],
    [
      'a fragment that nothing uses but another',
      '{ ...A } fragment A on Query { __typename ...B } fragment B on Query { imports { __typename } }',
    ],
  ])('is found behind %s', async (_what, query, variables = {}) => {
    const anonymous = await post(service.app, '/graphql', { query, variables });
    expect([anonymous.statusCode, codesOf(anonymous)]).toEqual([401, ['UNAUTHENTICATED']]);
    const byGet = await send(service.app, {
      url: graphqlUrl({ query, variables }),
      headers: { ...bearer('nobody'), ...preflight },
    });
    expect([byGet.statusCode, codesOf(byGet)]).toEqual([403, ['FORBIDDEN']]);
  });

  const two = 'query A { records { totalCount } } query B { imports { nodes { id } } }';
  test.each([
    ['B', 401],
    ['A', 200],
    [undefined, 401],
    ['', 401],
    [null, 401],
    ['C', 401],
    ['__proto__', 401],
    ['constructor', 401],
    [['A'], 401],
    [{ toString: 'A' }, 401],
    [0, 401],
  ])(
    'is found in whichever operation may be meant by operationName %j',
    async (operationName, status) => {
      const body = { query: two, operationName };
      const answers = [
        await post(service.app, '/graphql', body),
        await send(service.app, {
          url: graphqlUrl({ query: two, operationName: operationName as string }),
          headers: preflight,
        }),
      ];
      for (const answer of operationName === undefined ? answers.slice(0, 1) : answers) {
        if (answer.statusCode === 400) continue;
        expect(answer.statusCode).toBe(status);
        expect(answer.body).not.toContain('"nodes"');
      }
    },
  );

  test('is found in the operation that is named, whatever the order', async () => {
    const [first, second] = [
      'query A { records { totalCount } }',
      'query B { imports { nodes { id } } }',
    ];
    for (const query of [`${first} ${second}`, `${second} ${first}`]) {
      const answers = ['A', 'B'].map((operationName) =>
        post(service.app, '/graphql', { query, operationName }),
      );
      const statuses = (await Promise.all(answers)).map(({ statusCode }) => statusCode);
      expect(statuses).toEqual([200, 401]);
    }
  });

  test.each([
    '{ ...F } fragment F on Query { ...F imports { nodes { id } } }',
    'query A { imports { nodes { id } } } query A { __typename }',
    '{ ...F } fragment F on Query { __typename } fragment F on Query { imports { nodes { id } } }',
  ])('is not reached by a document that is not valid: %s', async (query) => {
    const answer = await post(service.app, '/graphql', { query, operationName: null });
    expect(['GRAPHQL_VALIDATION_FAILED', 'UNAUTHENTICATED']).toEqual(
      expect.arrayContaining(codesOf(answer)),
    );
    expect(answer.body).not.toContain('"data"');
  });

  test('is found in a document that is too long to be remembered', async () => {
    const query = `{ imports { nodes { id } } } #${'x'.repeat(11_000)}`;
    for (let time = 0; time < 2; time += 1) {
      expect((await ask('ada', { query })).statusCode).toBe(200);
      expect((await ask('nobody', { query })).statusCode).toBe(403);
      expect((await post(service.app, '/graphql', { query })).statusCode).toBe(401);
    }
  });
});

describe('Attack 35: an operation that the caller may not execute', () => {
  const query = 'query Hashed { records { nodes { title } } }';
  const extensions = persistedQuery(sha256(query));

  test('is refused by its hash, before and after others have had it cached', async () => {
    for (const body of [{ query, extensions }, { extensions }, { extensions }]) {
      expect((await ask('nobody', body)).statusCode).toBe(403);
      expect((await ask('ada', body)).statusCode).toBe(200);
      expect((await ask('nobody', body)).statusCode).toBe(403);
      const url = graphqlUrl({ extensions });
      const headers = { ...preflight, ...bearer('nobody'), 'if-none-match': '*' };
      expect((await send(service.app, { url, headers })).statusCode).toBe(403);
    }
  });

  test('is refused by its id in a manifest, by GET and POST', async () => {
    const id = sha256(persisted);
    for (const caller of ['ada', 'nobody']) {
      const status = caller === 'ada' ? 200 : 403;
      expect((await ask(caller, { documentId: id })).statusCode).toBe(status);
      const headers = { ...preflight, ...bearer(caller) };
      const byGet = await send(service.app, { url: `/graphql/${id}`, headers });
      expect(byGet.statusCode).toBe(status);
    }
  });
});

test('Attack 36: at the level "only", a GET by id requires the scopes as well', async () => {
  const url = `/graphql/${sha256(persisted)}`;
  const sendAs = async (headers: Record<string, string>) =>
    (await send(onlyPersisted.app, { url, headers: { ...preflight, ...headers } })).statusCode;
  expect(await sendAs(bearer('ada'))).toBe(200);
  expect(await sendAs(bearer('nobody'))).toBe(403);
  expect(await sendAs({})).toBe(401);
  expect(await sendAs({ ...bearer('nobody'), 'if-none-match': '*' })).toBe(403);
});
