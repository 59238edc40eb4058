import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { toCanonicalJson } from '../../../src/formats/json/canonical-json.js';
import { getServiceOperation } from '../../../src/graphql/documents/service-operations.js';
import { ask, byHash } from '../../support/cached.js';
import { codesOf, post } from '../../support/http.js';
import { type Service, startService } from '../../support/service.js';

let service: Service;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.stop());

const megabyte = 1 << 20;
const importing = 'mutation { bulkImport(input: { items: [], dryRun: true }) { received } }';
const search = 'query Search { records { totalCount } }';

/** The JSON of a request, padded with white space to so many bytes. */
const padded = (request: object, bytes: number) => JSON.stringify(request).padEnd(bytes);

async function outcomeOf(body: string, url = '/graphql', { app } = service) {
  const answer = await post(app, url, body);
  return [answer.statusCode, 'errors' in answer.json() ? codesOf(answer)[0] : undefined];
}

const answered = [200, undefined];
const tooLarge = [413, 'BODY_TOO_LARGE'];

describe('a body of over 1 MB is only allowed for an import:', () => {
  test.each([
    ['a query', { query: search }, tooLarge],
    ['a query whose response is cached', { query: search, variables: {} }, tooLarge],
    [
      'a query with bulkImport in a comment',
      { query: `{ records { totalCount } } # bulkImport` },
      tooLarge,
    ],
    ['a query with bulkImport as an alias', { query: '{ bulkImport: __typename }' }, tooLarge],
    ['a mutation without bulkImport', { query: 'mutation { __typename }' }, tooLarge],
    ['an import', { query: importing }, answered],
    [
      'an import in a fragment',
      {
        query:
          'mutation { ...A } fragment A on Mutation { ...B } fragment B on Mutation { bulkImport(input: { items: [], dryRun: true }) { received } }',
      },
      answered,
    ],
    [
      'an import in an inline fragment',
      { query: `${importing.replace('{', '{ ... on Mutation {')}}` },
      answered,
    ],
    ['an import among other fields', { query: importing.replace('{', '{ __typename') }, answered],
    [
      'an import in a document with another operation',
      {
        query: `${search} ${importing.replace('mutation', 'mutation Import')}`,
        operationName: 'Import',
      },
      answered,
    ],
    [
      'the other operation in that document',
      {
        query: `${search} ${importing.replace('mutation', 'mutation Import')}`,
        operationName: 'Search',
      },
      tooLarge,
    ],
  ])('%s', async (_what, request, expected) => {
    expect(await outcomeOf(padded(request, megabyte))).toEqual(answered);
    expect(await outcomeOf(padded(request, megabyte + 1))).toEqual(expected);
  });

  test('whichever part of the request is large', async () => {
    const text = 'x'.repeat(megabyte);
    for (const request of [
      { query: search, variables: { unused: text } },
      { query: search, extensions: { text } },
      { query: search, more: text },
    ]) {
      expect(await outcomeOf(JSON.stringify(request))).toEqual(tooLarge);
    }
  });

  test('however the operation is named', async () => {
    for (const [query, expected] of [
      [`${search} # by hash`, tooLarge],
      [`${importing} # by hash`, answered],
    ] as const) {
      const hashed = { query, extensions: byHash(query) };
      expect(await outcomeOf(JSON.stringify(hashed))).toEqual(answered);
      expect(await outcomeOf(padded({ extensions: byHash(query) }, megabyte + 1))).toEqual(
        expected,
      );
    }
    const unknown = padded({ extensions: byHash('{ __typename }') }, megabyte + 1);
    expect(await outcomeOf(unknown)).toEqual([200, 'PERSISTED_QUERY_NOT_FOUND']);
  });

  test('also when only the ids of documents are accepted', async () => {
    const strict = await startService({ PERSISTED_OPERATIONS: 'only' });
    const [get, bulk] = [getServiceOperation('GetRecord'), getServiceOperation('BulkImport')];
    const variables = { id: '1', input: { items: [], dryRun: true }, firstRejections: 0 };
    for (const [{ id }, expected] of [
      [get, tooLarge],
      [bulk, answered],
    ] as const) {
      const body = padded({ documentId: `sha256:${id}`, variables }, megabyte + 1);
      expect(await outcomeOf(body, '/graphql', strict)).toEqual(expected);
      const unnamed = padded({ variables }, megabyte + 1);
      expect(await outcomeOf(unnamed, `/graphql/sha256:${id}`, strict)).toEqual(expected);
    }
    await strict.stop();
  });
});

describe('for variables of over 64 KB', () => {
  const query = 'query ($filter: RecordFilter) { records(filter: $filter) { totalCount } }';
  const request = (length: number) => ({
    query,
    variables: { filter: { title: { contains: 'a' } }, unused: 'x'.repeat(length) },
  });

  test.each([
    [60_000, true],
    [66_000, false],
  ])('(%i characters) a response is cached: %s', async (length, isCached) => {
    expect((await ask(service, request(length))).cached).toBe(false);
    expect((await ask(service, request(length))).cached).toBe(isCached);
  });

  test.each([
    ['a list', Array(20_000).fill(10_000)],
    ['lists in lists', Array(300).fill(Array(300).fill(0))],
    ['an object', Object.fromEntries(Array.from({ length: 20_000 }, (_, at) => [`k${at}`, 0]))],
    ['a string', 'x'.repeat(66_000)],
    ['strings', Array(100).fill('x'.repeat(1000))],
    ['a name of a member', { ['x'.repeat(66_000)]: 0 }],
  ])('no cache key is made of %s', async (_what, unused) => {
    expect(toCanonicalJson({ unused })).toBeUndefined();
  });
});
