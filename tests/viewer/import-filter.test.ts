import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type CanaryImport, importCanary, type PostAs } from '../support/canaries.js';
import { send } from '../support/http.js';
import { type ServiceWithPrincipals, startWithPrincipals } from '../support/principals.js';

let started: ServiceWithPrincipals;
const found: Record<string, CanaryImport> = {};

const postAs: PostAs = async (caller, payload) => {
  const { app } = started.service;
  const headers = started.principals.get(caller) ?? {};
  return (await send(app, { method: 'POST', url: '/graphql', payload, headers })).body;
};

async function ask(caller: string, document: string, variables: object = {}) {
  return JSON.parse(await postAs(caller, { query: document, variables }));
}

beforeAll(async () => {
  started = await startWithPrincipals({});
  for (const owner of ['ada', 'bob']) found[owner] = await importCanary(postAs, owner);
});
afterAll(() => started.stop());

const byVariable = 'query ($filter: RecordFilter!) { records(filter: $filter) { totalCount } }';
const idOf = (owner: string) => found[owner]?.importId ?? '';

test.each([
  ['ada', 'ada', 1],
  ['ada', 'bob', 0],
  ['bob', 'ada', 0],
  ['admin', 'ada', 1],
])(
  '%s finds by the import of %s as many records as that may be read: %d',
  async (caller, owner, count) => {
    const filter = { import: idOf(owner) };
    for (const each of [filter, { and: [{ or: [filter] }] }]) {
      const { data } = await ask(caller, byVariable, { filter: each });
      expect(data.records.totalCount).toBe(count);
    }
    const { data } = await ask(caller, byVariable, { filter: { not: filter } });
    expect(data.records.totalCount).toBe(2 - count);
  },
);

test('an import that does not exist has no records, nor has an id of another type', async () => {
  for (const id of ['999999', 'nonsense', found.ada?.recordId, '']) {
    const { data } = await ask('admin', byVariable, { filter: { import: id } });
    expect([id, data.records.totalCount]).toEqual([id, 0]);
  }
});

test.each<[string, string, (id: string) => object]>([
  ['a variable', byVariable, (id) => ({ filter: { import: id } })],
  ['a filter within filters', byVariable, (id) => ({ filter: { or: [{ not: { import: id } }] } })],
  [
    'a variable for the id',
    'query ($id: ID) { records(filter: { import: $id }) { totalCount } }',
    (id) => ({ id }),
  ],
  [
    'a variable in a list',
    'query ($part: [RecordFilter!]) { records(filter: { and: $part }) { totalCount } }',
    (id) => ({ part: { import: id } }),
  ],
  [
    'the records of a site',
    'query ($filter: RecordFilter) { sites { nodes { ...Records } } } fragment Records on Site { records(filter: $filter) { totalCount } }',
    (id) => ({ filter: { import: id } }),
  ],
  [
    'the default of a variable',
    'query ($filter: RecordFilter = { import: "1" }) { records(filter: $filter) { totalCount } }',
    () => ({}),
  ],
])('filtering by an import in %s requires a scope of imports', async (_, document, variables) => {
  const { data, errors } = await ask('anonymous', document, variables(idOf('ada')));
  expect(data).toBeUndefined();
  expect(errors).toMatchObject([
    { extensions: { code: 'UNAUTHENTICATED', scopes: ['imports:read'] } },
  ]);
});

test('a filter that names no import requires no scope of imports', async () => {
  for (const filter of [{}, { import: null }, { and: [{ import: null }] }]) {
    const { data } = await ask('anonymous', byVariable, { filter });
    expect(data.records.totalCount).toBe(2);
  }
});
