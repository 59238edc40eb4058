import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { InjectOptions } from 'fastify';
import { createGlobalId } from '../../../src/nodes/global-id.js';
import { type CanaryImport, importCanary } from '../../support/canaries.js';
import { codesOf, post, send } from '../../support/http.js';
import { item, type Service, startService } from '../../support/service.js';
import { bearer, identifyBy, viewer } from '../../support/viewers.js';

const scopes = ['records:read', 'records:export', 'imports:write', 'imports:read'] as const;
const authenticate = identifyBy(
  {
    ada: viewer('ada', ...scopes),
    bob: viewer('bob', ...scopes),
    // The same name, given by another issuer.
    'ada-elsewhere': { ...viewer('ada', ...scopes), issuer: 'other' } as ReturnType<typeof viewer>,
    admin: viewer('admin', 'records:read', 'imports:read-all'),
    reader: viewer('reader', 'records:read'),
    writer: viewer('writer', 'imports:write'),
  },
  'imports:write',
);

let service: Service;
let ofAda: CanaryImport;
const ask = async (caller: string, query: string, variables: object = {}) =>
  (await post(service.app, '/graphql', { query, variables }, bearer(caller))).json();

beforeAll(async () => {
  service = await startService({}, undefined, undefined, { authenticate });
  ofAda = await importCanary(
    async (caller, body) => (await post(service.app, '/graphql', body, bearer(caller))).body,
    'ada',
  );
});
afterAll(() => service.stop());

describe('Attack 32: guessing the ids of imports', () => {
  test('finds nothing in 10,000 of them, by aliases and lists', async () => {
    const ids = Array.from({ length: 10_000 }, (_, at) => at + 1);
    const seen = new Set<string>();
    for (let from = 0; from < ids.length; from += 100) {
      const [aliased, listed] = [ids.slice(from, from + 15), ids.slice(from, from + 100)];
      const aliases = aliased.map((id) => `a${id}: import(id: "${id}") { id }`).join(' ');
      const query = `query ($ids: [ID!]!) { ${aliases} nodes(ids: $ids) { id } }`;
      const global = listed.map((id) => createGlobalId('Import', id));
      const { data } = await ask('bob', query, { ids: global });
      for (const value of [...Object.values(data), ...data.nodes]) {
        if (!Array.isArray(value)) seen.add(JSON.stringify(value));
      }
    }
    expect([...seen]).toEqual(['null']);
  });

  test.each([
    'query ($id: ID!) { import(id: $id) { source rejections { title } } }',
    'query ($id: ID!) { node(id: $id) { id ... on Import { source } } }',
  ])('costs the same work for a foreign id as for an unknown one: %s', async (query) => {
    const work = async (id: string) => {
      service.statements();
      const answer = await ask('bob', query, { id });
      return [answer, service.statements().map((sql) => sql.replace(/\d+\.0/, '?'))];
    };
    expect(await work(ofAda.importId)).toEqual(await work(createGlobalId('Import', 999_999)));
  });
});

describe("Attack 37: another caller's import", () => {
  const fields = 'source rejections(first: 2) { title raw }';

  test.each(['bob', 'ada-elsewhere'])('is not found by %s in any way', async (caller) => {
    const query = `query ($id: ID!, $number: ID!, $record: ID!) {
      import(id: $id) { ${fields} }
      byNumber: import(id: $number) { ${fields} }
      node(id: $id) { ... on Import { ${fields} } }
      nodes(ids: [$id, $record]) { ... on Import { ${fields} } ... on Record { import { ${fields} } } }
      record(id: $record) { import { ${fields} } }
      records(first: 2) { nodes { import { ${fields} } } edges { node { import { ${fields} } } } }
      sites { nodes { records(first: 2) { nodes { import { ${fields} } } } } }
      imports(first: 3) { nodes { ${fields} } edges { node { ${fields} } } }
    }`;
    const ids = { id: ofAda.importId, number: '1', record: ofAda.recordId };
    expect(JSON.stringify(await ask('ada', query, ids))).toContain('canary-of-ada');
    const seen = JSON.stringify(await ask(caller, query, ids));
    expect(seen).toContain('"data":{');
    expect(seen).not.toContain('canary');
  });

  test('is not reached by the cursor of its owner', async () => {
    const query =
      'query ($after: String) { imports(first: 1, after: $after) { edges { cursor } pageInfo { hasNextPage hasPreviousPage endCursor } } }';
    await ask('ada', 'mutation { bulkImport(input: { items: [] }) { received } }');
    const { data } = await ask('ada', query);
    expect(data.imports.pageInfo.hasNextPage).toBe(true);
    const after = data.imports.edges[0].cursor;
    expect((await ask('ada', query, { after })).data.imports.edges).toHaveLength(1);
    const empty = {
      edges: [],
      pageInfo: { hasNextPage: false, hasPreviousPage: false, endCursor: null },
    };
    expect((await ask('bob', query, { after })).data.imports).toEqual(empty);
  });
});

/** Imports a title under a key, by GraphQL or `/v1/bulk`, and says what came of it. */
const importing: Record<string, (caller: string | undefined, title: string) => Promise<unknown>> = {
  GraphQL: async (caller, title) => {
    const query =
      'mutation ($items: [RecordInput!]!) { bulkImport(input: { items: $items, idempotencyKey: "shared by chance" }) { replayed inserted duplicates rejections { title } } }';
    const variables = { items: [item({ title }), { title: `${title} rejected` }] };
    const headers = caller ? bearer(caller) : {};
    const answer = await post(service.app, '/graphql', { query, variables }, headers);
    return answer.json().data?.bulkImport ?? codesOf(answer);
  },
  REST: async (caller, title) => {
    const request: InjectOptions = {
      method: 'POST',
      url: '/v1/bulk',
      headers: {
        'content-type': 'application/x-ndjson',
        'idempotency-key': 'shared by chance over REST',
        ...(caller ? bearer(caller) : {}),
      },
      payload: `${JSON.stringify(item({ title }))}\n${JSON.stringify({ title: `${title} rejected` })}\n`,
    };
    const answer = await send(service.app, request);
    const { replayed, inserted, duplicates, rejections } = answer.json();
    return { replayed, inserted, duplicates, rejections: [{ title: rejections[0].title }] };
  },
};

describe.each(Object.entries(importing))('Idempotency keys over %s', (way, importAs) => {
  const [title, other] = [`What ${way} imports`, `What ${way} imports of another`];
  const rejections = [{ title: `${title} rejected` }];

  test('attack 38: the same key of two callers is that of two imports', async () => {
    expect(await importAs('ada', title)).toEqual({
      replayed: false,
      inserted: 1,
      duplicates: 0,
      rejections,
    });
    expect(await importAs('ada', title)).toMatchObject({ replayed: true });
    expect(await importAs('bob', title)).toEqual({
      replayed: false,
      inserted: 0,
      duplicates: 1,
      rejections,
    });
    expect(await importAs('ada-elsewhere', title)).toMatchObject({ replayed: false });
    expect(await importAs('writer', other)).toMatchObject({ replayed: false, inserted: 1 });
  });

  test('attack 39: the key of an anonymous caller is nobody else’s, and the other way round', async () => {
    expect(await importAs(undefined, title)).toMatchObject({ replayed: false });
    expect(await importAs(undefined, title)).toMatchObject({ replayed: true });
    expect(await importAs('ada', title)).toMatchObject({ replayed: true });
  });
});

test('Attack 42: exports require their scope, whatever the method and the format', async () => {
  for (const url of [
    '/v1/export',
    '/v1/export?format=csv',
    '/v1/export/',
    '/v1/export?nonsense=1',
  ]) {
    for (const method of ['GET', 'HEAD'] as const) {
      const answer = await send(service.app, { method, url, headers: bearer('reader') });
      expect([url, method, answer.statusCode, answer.headers['content-disposition']]).toEqual([
        url,
        method,
        403,
        undefined,
      ]);
    }
  }
});

test('Attack 43: rejected rows have no URL of their own', async () => {
  for (const path of [
    'rejects',
    'imports',
    'imports/1',
    'imports/1/rejections',
    'rejects/1',
    'bulk',
  ]) {
    const answer = await send(service.app, { url: `/v1/${path}`, headers: bearer('ada') });
    expect([path, answer.statusCode]).toEqual([path, path === 'bulk' ? 405 : 404]);
    expect(answer.body).not.toContain('canary');
  }
});
