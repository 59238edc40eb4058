import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  persistedQuery,
  type RequestParts,
  sendByGet,
  sendByPost,
  sha256,
} from '../../support/graphql-requests.js';
import { codesOf, send } from '../../support/http.js';
import {
  type OperationsService,
  startOperationsService,
} from '../../support/operations-service.js';

const one = 'query One { records { totalCount } }';
const other = 'query Other { sites { nodes { host } } }';
const hex = sha256(one);
const unknown = 'a'.repeat(64);
const capitals = `sha256:${hex.toUpperCase()}`;
const long = 'x'.repeat(10_000);
const hashed = (hash: string) => ({ extensions: persistedQuery(hash) });

const missing = (id: string) => `No document has the id "${id}".`;
const notAnId = (shown: string) => `"${shown}" is not a document id: `;
const twoDocuments = 'The request names two different documents; send one id.';
const mismatch = (id: string) => `The document that was sent is not the one with the id "${id}"; `;

let service: OperationsService;
beforeAll(async () => {
  service = await startOperationsService([one, other]);
});
afterAll(() => service.stop());

describe.each([
  ['POST', sendByPost],
  ['GET', sendByGet],
])('a request by %s is rejected with a message that says why:', (_method, sendBy) => {
  test.each<[string, RequestParts, string | undefined, string]>([
    [
      'an unknown hash',
      { documentId: `sha256:${unknown}` },
      undefined,
      missing(`sha256:${unknown}`),
    ],
    ['an unknown id', { documentId: 'abc' }, undefined, missing('abc')],
    ['an unknown id in the path', {}, 'abc', missing('abc')],
    ['a hash in upper case', { documentId: capitals }, undefined, missing(capitals)],
    [
      'a prefix in upper case',
      { documentId: `SHA256:${hex}` },
      undefined,
      missing(`SHA256:${hex}`),
    ],
    ['a hash of another kind', { documentId: `md5:${hex}` }, undefined, missing(`md5:${hex}`)],
    [
      'the name of a JavaScript property',
      { documentId: '__proto__' },
      undefined,
      missing('__proto__'),
    ],
    [
      'an id of 10,000 characters',
      { documentId: long },
      undefined,
      missing(`${long.slice(0, 100)}…`),
    ],
    ['an unknown id and a document', { query: one, documentId: 'abc' }, undefined, missing('abc')],
    ['an id without a prefix before its colon', { documentId: ':abc' }, undefined, notAnId(':abc')],
    ['an empty id', { documentId: '' }, undefined, notAnId('')],
    [
      'an id with characters that are not allowed',
      { documentId: 'a "\n' },
      undefined,
      notAnId('a "\\u000a'),
    ],
    ['the ids of two documents', { documentId: hex }, sha256(other), twoDocuments],
    [
      'an id and the hash of another document',
      { documentId: hex, ...hashed(sha256(other)) },
      undefined,
      twoDocuments,
    ],
    ['an id and an unknown hash', { documentId: hex, ...hashed(unknown) }, undefined, twoDocuments],
    ['an id and another document', { query: other, documentId: hex }, undefined, mismatch(hex)],
    ['an id in the path and another document', { query: other }, hex, mismatch(hex)],
    [
      'an unknown hash as the id of a document',
      { query: one, documentId: unknown },
      undefined,
      mismatch(unknown),
    ],
    ['a hash and another document', { query: other, ...hashed(hex) }, undefined, mismatch(hex)],
  ])('%s', async (_what, sent, id, sentence) => {
    const response = await sendBy(service, sent, id);
    expect(response.json().errors[0].message.slice(0, sentence.length)).toBe(sentence);
    expect([response.statusCode, codesOf(response)]).toEqual(
      sentence.startsWith('No document')
        ? [404, ['PERSISTED_DOCUMENT_NOT_FOUND']]
        : [400, ['BAD_REQUEST']],
    );
  });
});

test('a document and its id may be sent together', async () => {
  const longest = `${other}#${long}`;
  for (const sent of [
    { query: one, documentId: hex },
    { query: other, documentId: `sha256:${sha256(other)}` },
    { query: '{ __typename }', documentId: sha256('{ __typename }') },
    { query: longest, documentId: sha256(longest) },
  ]) {
    expect((await sendByPost(service, sent)).json()).not.toHaveProperty('errors');
  }
});

test.each([[1], [{}], [[]], [true]])('a documentId that is %j is rejected', async (documentId) => {
  const response = await sendByPost(service, { documentId });
  expect([response.statusCode, codesOf(response)]).toEqual([400, ['BAD_REQUEST']]);
});

test('a documentId of null counts as not sent', async () => {
  const response = await sendByPost(service, { documentId: null, query: one });
  expect(response.json()).toEqual({ data: { records: { totalCount: 0 } } });
});

test.each(['documentId', 'query', 'operationName', 'variables', 'extensions'])(
  'a repeated parameter %s is rejected',
  async (name) => {
    const headers = { 'apollo-require-preflight': '1' };
    const url = `/graphql?${name}={}&${name}={}`;
    const response = await send(service.app, { url, headers });
    expect([response.statusCode, codesOf(response)]).toEqual([400, ['BAD_REQUEST']]);
    expect(response.json().errors[0].message).toContain(`"${name}" was given more than once`);
  },
);

test.each([`/graphql/${hex}`, `/graphql?documentId=${hex}`])(
  'a GET by id also requires the header that makes browsers send a preflight: %s',
  async (url) => {
    const response = await send(service.app, { url });
    expect(response.statusCode).toBe(400);
    expect(response.json().errors[0].message).toContain('apollo-require-preflight');
  },
);
