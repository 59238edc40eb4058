import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { post, send } from '../support/http.js';
import { item, type Service, startService } from '../support/service.js';
import { bearer, identifyBy, viewer } from '../support/viewers.js';

const authenticate = identifyBy(
  {
    ada: viewer('ada', 'records:read', 'imports:write', 'imports:read'),
    bob: viewer('bob', 'records:read', 'imports:write', 'imports:read'),
    writer: viewer('writer', 'imports:write'),
    auditor: viewer('auditor', 'records:read', 'imports:read-all'),
    nobody: viewer('nobody'),
  },
  'records:read',
);

let service: Service;
const ask = (token: string | undefined, query: string, variables: object = {}) =>
  post(service.app, '/graphql', { query, variables }, token ? bearer(token) : {});

let importId: string;
let recordId: string;

beforeAll(async () => {
  service = await startService({}, undefined, undefined, { authenticate });
  const answer = await ask(
    'ada',
    'mutation ($items: [RecordInput!]!) { bulkImport(input: { items: $items }) { import { id } rejections { index } } }',
    { items: [item({ title: 'Canary of Ada' }), item({ title: '' })] },
  );
  importId = answer.json().data.bulkImport.import.id;
  const records = await ask('ada', '{ records { nodes { id } } }');
  recordId = records.json().data.records.nodes[0].id;
});
afterAll(() => service.stop());

describe('An operation', () => {
  test.each<[string, string | undefined, string, number, string | undefined]>([
    [
      'with a scope that the anonymous have',
      undefined,
      '{ records { totalCount } }',
      200,
      undefined,
    ],
    ['with a scope that nobody has', 'nobody', '{ records { totalCount } }', 403, 'FORBIDDEN'],
    ['without a token', undefined, '{ imports { nodes { id } } }', 401, 'UNAUTHENTICATED'],
    ['behind an alias', 'writer', '{ x: records { y: totalCount } }', 403, 'FORBIDDEN'],
    [
      'behind a fragment',
      'writer',
      'query { ...F } fragment F on Query { ...G } fragment G on Query { sites { nodes { id } } }',
      403,
      'FORBIDDEN',
    ],
    [
      'behind @skip',
      'writer',
      '{ __typename records @skip(if: true) { totalCount } }',
      403,
      'FORBIDDEN',
    ],
    ['of __typename alone', 'nobody', '{ __typename }', 200, undefined],
    [
      'that selects the import of a record',
      undefined,
      '{ records { nodes { import { id } } } }',
      401,
      'UNAUTHENTICATED',
    ],
  ])('%s is refused as a whole or executed', async (_how, token, query, status, code) => {
    const answer = await ask(token, query);
    expect([answer.statusCode, answer.json().errors?.[0].extensions.code]).toEqual([status, code]);
    if (code) expect(answer.json().data).toBeUndefined();
  });

  test('is refused after the same response was cached for others', async () => {
    const query = '{ records(first: 1) { nodes { title } } }';
    for (let time = 0; time < 2; time += 1) {
      expect((await ask('ada', query)).statusCode).toBe(200);
    }
    const refused = await ask('nobody', query);
    expect(refused.statusCode).toBe(403);
    expect(refused.body).not.toContain('Canary');
    expect(refused.json().errors[0].extensions.scopes).toEqual(['records:read']);
    expect(refused.headers['www-authenticate']).toBe(
      'Bearer realm="records", resource_metadata="http://localhost/.well-known/oauth-protected-resource", error="insufficient_scope", scope="records:read"',
    );
  });
});

describe('An import of another viewer', () => {
  test.each(['ada', 'auditor'])('is found by %s', async (token) => {
    const query = `{ import(id: "${importId}") { rejections { index } } node(id: "${importId}") { id } imports { nodes { id } } }`;
    expect((await ask(token, query)).json().data).toEqual({
      import: { rejections: [{ index: 1 }] },
      node: { id: importId },
      imports: { nodes: [{ id: importId }] },
    });
  });

  test('looks like one that does not exist', async () => {
    const query = `query ($id: ID!) { import(id: $id) { id } node(id: $id) { id } nodes(ids: [$id]) { id } imports { nodes { id } } record(id: "${recordId}") { title import { id } } }`;
    const unknown = await ask('bob', query, { id: 'SW1wb3J0Ojk5OTk5OQ' });
    const foreign = await ask('bob', query, { id: importId });
    expect(foreign.json()).toEqual(unknown.json());
    expect(foreign.json().data).toEqual({
      import: null,
      node: null,
      nodes: [null],
      imports: { nodes: [] },
      record: { title: 'Canary of Ada', import: null },
    });
  });

  test('is not found by its id without the scope for imports, whatever names the id', async () => {
    for (const body of [
      { query: 'query ($id: ID!) { node(id: $id) { id } }', variables: { id: importId } },
      { query: `query ($id: ID! = "${importId}") { nodes(ids: [$id]) { id } }` },
      { query: `{ node(id: "${importId}") { id } }` },
    ]) {
      const answer = await post(service.app, '/graphql', body);
      expect([answer.statusCode, answer.json().errors[0].extensions]).toEqual([
        401,
        { code: 'UNAUTHENTICATED', scopes: ['imports:read'] },
      ]);
    }
  });
});

describe('A route', () => {
  test.each([
    ['GET', '/v1/', 403],
    ['GET', '/v1/1', 403],
    ['GET', '/v1/export', 403],
    ['HEAD', '/v1/export', 403],
    ['POST', '/v1/bulk', 403],
    ['GET', '/livez', 200],
  ] as const)('%s %s has status %s for a viewer without scopes', async (method, url, status) => {
    const answer = await send(service.app, { method, url, headers: bearer('nobody') });
    expect(answer.statusCode).toBe(status);
  });
});
