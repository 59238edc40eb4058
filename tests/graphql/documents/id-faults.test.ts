import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { codesOf, send } from '../../support/http.js';
import {
  apolloManifest,
  got,
  type ManifestFolder,
  manifestFolder,
  persistedQuery,
  posted,
  type Sent,
  sha256,
} from '../../support/manifests.js';
import { type Service, startService } from '../../support/service.js';

const one = 'query One { records { totalCount } }';
const other = 'query Other { sites { nodes { host } } }';
const hex = sha256(one);
const unknown = 'a'.repeat(64);
const capitals = `sha256:${hex.toUpperCase()}`;
const long = 'x'.repeat(10_000);
const hashed = (hash: string) => ({ extensions: persistedQuery(hash) });
const none = undefined;

const missing = (id: string) => `No document has the id "${id}".`;
const noId = (shown: string) => `"${shown}" is no id of a document: `;
const two = 'The request names two different documents; send one id.';
const apart = (id: string) => `The document that was sent is not the one that "${id}" stands for; `;

let folder: ManifestFolder;
let service: Service;
beforeAll(async () => {
  folder = await manifestFolder();
  const manifest = await folder.write('m.json', apolloManifest([one, other]));
  service = await startService({ PERSISTED_MANIFESTS: manifest });
});
afterAll(async () => {
  await service.stop();
  await folder.remove();
});

describe.each([
  ['posted', posted],
  ['got', got],
])('a request is refused with a sentence when it is %s with', (_way, sendBy) => {
  test.each<[string, Sent, string | undefined, string]>([
    ['an unknown hash', { documentId: `sha256:${unknown}` }, none, missing(`sha256:${unknown}`)],
    ['an unknown id', { documentId: 'abc' }, none, missing('abc')],
    ['an unknown id in the path', {}, 'abc', missing('abc')],
    ['a hash in capitals', { documentId: capitals }, none, missing(capitals)],
    ['a prefix in capitals', { documentId: `SHA256:${hex}` }, none, missing(`SHA256:${hex}`)],
    ['a hash of another kind', { documentId: `md5:${hex}` }, none, missing(`md5:${hex}`)],
    ['a name of JavaScript', { documentId: '__proto__' }, none, missing('__proto__')],
    ['10,000 characters', { documentId: long }, none, missing(`${long.slice(0, 100)}…`)],
    ['an unknown id and a document', { query: one, documentId: 'abc' }, none, missing('abc')],
    ['no prefix before the colon', { documentId: ':abc' }, none, noId(':abc')],
    ['an empty id', { documentId: '' }, none, noId('')],
    ['characters that no id has', { documentId: 'a "\n' }, none, noId('a "\\u000a')],
    ['ids of two documents', { documentId: hex }, sha256(other), two],
    ['the hash of another', { documentId: hex, ...hashed(sha256(other)) }, none, two],
    ['an unknown hash beside an id', { documentId: hex, ...hashed(unknown) }, none, two],
    ['an id beside another document', { query: other, documentId: hex }, none, apart(hex)],
    ['an id in the path beside another document', { query: other }, hex, apart(hex)],
    ['an unknown hash as an id', { query: one, documentId: unknown }, none, apart(unknown)],
    ['a hash beside another document', { query: other, ...hashed(hex) }, none, apart(hex)],
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

test('a document and its id may come together', async () => {
  const longest = `${other}#${long}`;
  for (const sent of [
    { query: one, documentId: hex },
    { query: other, documentId: `sha256:${sha256(other)}` },
    { query: '{ __typename }', documentId: sha256('{ __typename }') },
    { query: longest, documentId: sha256(longest) },
  ]) {
    expect((await posted(service, sent)).json()).not.toHaveProperty('errors');
  }
});

test.each([[1], [{}], [[]], [true]])('a documentId that is %j is refused', async (documentId) => {
  const response = await posted(service, { documentId });
  expect([response.statusCode, codesOf(response)]).toEqual([400, ['BAD_REQUEST']]);
});

test('a documentId of null counts as none', async () => {
  const response = await posted(service, { documentId: null, query: one });
  expect(response.json()).toEqual({ data: { records: { totalCount: 0 } } });
});

test.each(['documentId', 'query', 'operationName', 'variables', 'extensions'])(
  'a parameter %s that is there twice is refused',
  async (name) => {
    const headers = { 'apollo-require-preflight': '1' };
    const url = `/graphql?${name}={}&${name}={}`;
    const response = await send(service.app, { url, headers });
    expect([response.statusCode, codesOf(response)]).toEqual([400, ['BAD_REQUEST']]);
    expect(response.json().errors[0].message).toContain(`"${name}" was given more than once`);
  },
);

test.each([`/graphql/${hex}`, `/graphql?documentId=${hex}`])(
  'a GET by id needs the header for which browsers ask, too: %s',
  async (url) => {
    const response = await send(service.app, { url });
    expect(response.statusCode).toBe(400);
    expect(response.json().errors[0].message).toContain('apollo-require-preflight');
  },
);
