import { GraphQLClient } from 'graphql-request';
import { type Consumer, type ConsumerOptions, manifestId } from './consumer.js';
import { ImportLinksDocument, LatestRecordsDocument } from './generated/graphql.js';

const generated = { ImportLinks: ImportLinksDocument, LatestRecords: LatestRecordsDocument };

/** graphql-request, which does not support persisted documents: its middleware inserts the id. */
export function graphqlRequestConsumer({ url, fetch, ids }: ConsumerOptions): Consumer {
  const client = new GraphQLClient(url, {
    fetch,
    requestMiddleware(request) {
      const document = generated[request.operationName as keyof typeof generated];
      if (ids !== 'manifest') return request;
      const { variables } = request;
      return { ...request, body: JSON.stringify({ documentId: manifestId(document), variables }) };
    },
  });
  return {
    latestRecords: (variables) => client.request(LatestRecordsDocument, variables),
    importLinks: (variables) => client.request(ImportLinksDocument, variables),
  };
}
