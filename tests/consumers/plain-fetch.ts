import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { print } from 'graphql';
import { type Consumer, type ConsumerOptions, manifestId } from './consumer.js';
import { ImportLinksDocument, LatestRecordsDocument } from './generated/graphql.js';

/** No library at all: the types come from the documents. */
export function fetchConsumer({ url, fetch, ids }: ConsumerOptions): Consumer {
  async function send<Data, Variables>(
    document: TypedDocumentNode<Data, Variables>,
    variables: Variables,
  ): Promise<Data> {
    const named =
      ids === 'manifest' ? { documentId: manifestId(document) } : { query: print(document) };
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json' },
      body: JSON.stringify({ ...named, variables }),
    });
    const { data, errors } = (await response.json()) as { data: Data; errors?: object[] };
    if (errors) throw new Error(JSON.stringify(errors));
    return data;
  }
  return {
    latestRecords: (variables) => send(LatestRecordsDocument, variables),
    importLinks: (variables) => send(ImportLinksDocument, variables),
  };
}
