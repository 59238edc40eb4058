import { ApolloClient, HttpLink, InMemoryCache } from '@apollo/client/core';
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries';
import { type Consumer, type ConsumerOptions, idOf } from './consumer.js';
import { ImportLinksDocument, LatestRecordsDocument } from './generated/graphql.js';

/** Apollo Client 4 with its persisted query link. */
export function apolloConsumer({ url, fetch, ids }: ConsumerOptions): Consumer {
  const persisted = new PersistedQueryLink({ generateHash: (document) => idOf(document, ids) });
  const client = new ApolloClient({
    link: persisted.concat(new HttpLink({ uri: url, fetch })),
    cache: new InMemoryCache(),
    defaultOptions: { query: { fetchPolicy: 'network-only' } },
  });
  return {
    async latestRecords(variables) {
      const { data } = await client.query({ query: LatestRecordsDocument, variables });
      if (data === undefined) throw new Error('There is no data.');
      return data;
    },
    async importLinks(variables) {
      const { data } = await client.mutate({ mutation: ImportLinksDocument, variables });
      if (!data) throw new Error('There is no data.');
      return data;
    },
  };
}
