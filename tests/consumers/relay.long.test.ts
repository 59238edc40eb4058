import { afterAll, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';
import relay, { type PayloadData } from 'relay-runtime';
import { createSchema } from '../../src/schema.js';
import { item, type Service, startService } from '../support/service.js';
import { relayRequest } from './relay-request.js';

const { Environment, fetchQuery, Network, RecordSource, Store } = relay;

const schema = createSchema();

let service: Service;
let warnings: string[];
beforeAll(async () => {
  service = await startService();
  await service.importItems(
    ['One', 'Two', 'Three'].map((title) => item({ title, uri: `https://a.example/${title}` })),
  );
});
afterAll(() => service.stop());
beforeEach(() => {
  warnings = [];
  jest.spyOn(console, 'error').mockImplementation((...told) => {
    warnings.push(told.join(' '));
  });
});

/** A client with Relay's store, which identifies objects by id alone. */
function relayClient() {
  const environment = new Environment({
    network: Network.create(async ({ text }, variables) => ({
      data: await service.query<PayloadData>(text ?? '', { ...variables }),
    })),
    store: new Store(new RecordSource()),
  });
  return {
    ask: (text: string, variables = {}) =>
      fetchQuery(environment, relayRequest(schema, text), variables).toPromise(),
    /** The ids of all objects in the store that come from the schema. */
    ids: () =>
      environment
        .getStore()
        .getSource()
        .getRecordIDs()
        .filter((id) => !id.startsWith('client:')),
    typeOf: (id: string) => environment.getStore().getSource().get(id)?.__typename,
  };
}

const search = `query Search {
  records(first: 1, orderBy: ADDED_ASC) {
    nodes { id title site { id host } import { id received } }
  }
}`;

test('Relay stores the first record, the first site and the first import as three objects', async () => {
  const { ask, ids, typeOf } = relayClient();
  const data = await ask(search);
  expect(warnings).toEqual([]);
  expect(Object.fromEntries(ids().map((id) => [id, typeOf(id)]))).toEqual({
    UmVjb3JkOjE: 'Record',
    U2l0ZTox: 'Site',
    SW1wb3J0OjE: 'Import',
  });
  // Read from the store, as a component does.
  expect(data).toMatchObject({
    records: {
      nodes: [{ title: 'One', site: { host: 'a.example' }, import: { received: 3 } }],
    },
  });
});

test('Relay fetches an object again by its id, with another page of its list', async () => {
  const { ask, ids } = relayClient();
  await ask(search);
  const page = `query SitePage($id: ID!, $after: String) {
    node(id: $id) {
      __typename
      id
      ... on Site {
        host
        records(first: 2, after: $after, orderBy: ADDED_ASC) {
          edges { cursor node { id title } }
          pageInfo { endCursor hasNextPage hasPreviousPage }
        }
      }
    }
  }`;
  const first = await ask(page, { id: 'U2l0ZTox' });
  expect(first).toMatchObject({
    node: {
      host: 'a.example',
      records: { edges: [{ node: { title: 'One' } }, { node: { title: 'Two' } }] },
    },
  });
  const { endCursor } = (first as { node: { records: { pageInfo: { endCursor: string } } } }).node
    .records.pageInfo;
  expect(await ask(page, { id: 'U2l0ZTox', after: endCursor })).toMatchObject({
    node: {
      records: {
        edges: [{ node: { title: 'Three' } }],
        pageInfo: { hasNextPage: false, hasPreviousPage: true },
      },
    },
  });
  expect(warnings).toEqual([]);
  expect(ids().sort()).toEqual(
    ['SW1wb3J0OjE', 'U2l0ZTox', 'UmVjb3JkOjE', 'UmVjb3JkOjI', 'UmVjb3JkOjM'].sort(),
  );
});
