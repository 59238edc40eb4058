import { Client, fetchExchange } from '@urql/core';
import { persistedExchange } from '@urql/exchange-persisted';
import { type Consumer, type ConsumerOptions, manifestId } from './consumer.js';
import { ImportLinksDocument, LatestRecordsDocument } from './generated/graphql.js';

/** urql with its persisted exchange, which prints and hashes documents in its own way for APQ. */
export function urqlConsumer({ url, fetch, ids }: ConsumerOptions): Consumer {
  const byManifest = {
    generateHash: async (_text: string, document: object) => manifestId(document),
    enforcePersistedQueries: true,
  };
  const persisted = persistedExchange({
    enableForMutation: true,
    preferGetForPersistedQueries: false,
    ...(ids === 'manifest' ? byManifest : {}),
  });
  const client = new Client({
    url,
    fetch,
    preferGetMethod: false,
    exchanges: [persisted, fetchExchange],
  });
  return {
    async latestRecords(variables) {
      const { data, error } = await client.query(LatestRecordsDocument, variables);
      if (data === undefined) throw error ?? new Error('There is no data.');
      return data;
    },
    async importLinks(variables) {
      const { data, error } = await client.mutation(ImportLinksDocument, variables);
      if (data === undefined) throw error ?? new Error('There is no data.');
      return data;
    },
  };
}
