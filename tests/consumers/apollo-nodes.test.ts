import { ApolloClient, ApolloLink, gql, InMemoryCache, Observable } from '@apollo/client';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { assertInterfaceType, print } from 'graphql';
import { createSchema } from '../../src/schema.js';
import { item, type Service, startService } from '../support/service.js';

// As in docs/clients.md.
const possibleTypes = { Node: ['Import', 'Record', 'Site'] };

let service: Service;
beforeAll(async () => {
  service = await startService();
  await service.importItems([item({ title: 'One', uri: 'https://a.example/' })]);
});
afterAll(() => service.stop());

test('possibleTypes in docs/clients.md match the schema', () => {
  const schema = createSchema();
  const types = schema.getPossibleTypes(assertInterfaceType(schema.getType('Node')));
  expect(types.map(({ name }) => name).sort()).toEqual(possibleTypes.Node);
});

test('Apollo Client caches what fragments on Node select, even if it identifies objects by id alone', async () => {
  const link = new ApolloLink(
    ({ query, variables }) =>
      new Observable((observer) => {
        service.query(print(query), { ...variables }).then((data) => {
          observer.next({ data });
          observer.complete();
        });
      }),
  );
  const cache = new InMemoryCache({
    possibleTypes,
    dataIdFromObject: ({ id }) => (typeof id === 'string' ? id : undefined),
  });
  const client = new ApolloClient({ link, cache });
  const query = gql`
    query Nodes($ids: [ID!]!) {
      nodes(ids: $ids) {
        ...Anything
        ... on Record { title site { id host } }
        ... on Import { received }
      }
    }
    fragment Anything on Node { id }
  `;
  const variables = { ids: ['UmVjb3JkOjE', 'SW1wb3J0OjE'] };
  const { data } = await client.query({ query, variables });
  const expected = {
    nodes: [
      { id: 'UmVjb3JkOjE', title: 'One', site: { id: 'U2l0ZTox', host: 'a.example' } },
      { id: 'SW1wb3J0OjE', received: 1 },
    ],
  };
  expect(data).toMatchObject(expected);
  expect(client.readQuery({ query, variables })).toMatchObject(expected);
  expect(cache.extract()).toMatchObject({
    UmVjb3JkOjE: { __typename: 'Record' },
    U2l0ZTox: { __typename: 'Site' },
    SW1wb3J0OjE: { __typename: 'Import' },
  });
});
