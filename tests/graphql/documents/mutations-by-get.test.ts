import { afterAll, beforeAll, expect, test } from '@jest/globals';
import {
  persistedQuery,
  type RequestParts,
  sendByGet,
  sendByPost,
  sha256,
} from '../../support/graphql-requests.js';
import { codesOf } from '../../support/http.js';
import {
  type OperationsService,
  startOperationsService,
} from '../../support/operations-service.js';

const change = 'mutation Change { bulkImport(input: { items: [] }) { received } }';
const id = sha256(change);

let service: OperationsService;
beforeAll(async () => {
  service = await startOperationsService([change]);
});
afterAll(() => service.stop());

test.each<[string, RequestParts, string | undefined]>([
  ['a documentId', { documentId: id }, undefined],
  ['an id in the path', {}, id],
  ['a hash', { extensions: persistedQuery(id) }, undefined],
  ['a document', { query: change }, undefined],
  ['a document with its id', { query: change, documentId: id }, undefined],
])('a mutation by GET as %s is rejected with 405 and the allowed method', async (_as, sent, at) => {
  const rejected = await sendByGet(service, sent, at);
  expect([rejected.statusCode, rejected.headers.allow]).toEqual([405, 'POST']);
  expect(codesOf(rejected)).toEqual(['METHOD_NOT_ALLOWED']);
  const executed = await sendByPost(service, sent, at);
  expect(executed.json()).toEqual({ data: { bulkImport: { received: 0 } } });
});
