import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { observed } from '../../support/cached.js';
import { fakeDate } from '../../support/fake-date.js';
import { persistedQuery, sendByGet, sendByPost, sha256 } from '../../support/graphql-requests.js';
import { codesOf } from '../../support/http.js';
import { item, type Service, startService } from '../../support/service.js';

const query = 'query Count($first: Int) { records(first: $first) { totalCount } }';
const hash = sha256(query);
const extensions = persistedQuery(hash);
const data = { records: { totalCount: 1 } };
const other = { variables: { first: 1 } };

let service: Service;
beforeEach(async () => {
  service = await startService();
  await service.importItems([item()]);
});
afterEach(async () => {
  jest.useRealTimers();
  await service.stop();
});

describe('an automatic persisted query whose response comes from the cache', () => {
  test.each([
    ['POST', sendByPost],
    ['GET', sendByGet],
  ])('is registered under its hash when it is sent by %s', async (_method, sendBy) => {
    await sendBy(service, { query });
    const answer = await observed(service, () => sendBy(service, { query, extensions }));
    expect(answer.cached).toBe(true);
    // For other variables no response is cached, so the hash itself must be known.
    for (const request of [{ extensions }, { extensions, ...other }]) {
      expect((await sendByPost(service, request)).json()).toEqual({ data });
      expect((await sendByGet(service, request)).json()).toEqual({ data });
    }
  });

  test('is remembered for another day', async () => {
    fakeDate();
    await sendByPost(service, { query, extensions });
    const later = (seconds: number) => jest.setSystemTime(Date.now() + seconds * 1000);
    later(43_200);
    // The first response has expired by now.
    await sendByPost(service, { query });
    const answer = await observed(service, () => sendByPost(service, { query, extensions }));
    expect(answer.cached).toBe(true);
    later(86_000);
    expect((await sendByPost(service, { extensions })).json()).toEqual({ data });
    later(401);
    for (const sendBy of [sendByPost, sendByGet]) {
      expect(codesOf(await sendBy(service, { extensions }))).toEqual(['PERSISTED_QUERY_NOT_FOUND']);
    }
  });

  test('is not registered under a wrong hash', async () => {
    await sendByPost(service, { query });
    const wrong = persistedQuery(sha256('{ __typename }'));
    expect(codesOf(await sendByPost(service, { query, extensions: wrong }))).toEqual([
      'BAD_REQUEST',
    ]);
    expect(codesOf(await sendByPost(service, { extensions: wrong }))).toEqual([
      'PERSISTED_QUERY_NOT_FOUND',
    ]);
  });
});

test('a hash that was never sent with its document is unknown, whatever is cached', async () => {
  for (const sendBy of [sendByPost, sendByGet]) {
    await sendBy(service, { query });
    expect(codesOf(await sendBy(service, { extensions }))).toEqual(['PERSISTED_QUERY_NOT_FOUND']);
  }
});

describe('a hash that was sent with its document', () => {
  beforeEach(async () => {
    await sendByPost(service, { query, extensions });
  });

  test.each([
    ['a documentId', { documentId: hash }, undefined],
    ['a documentId with sha256:', { documentId: `sha256:${hash}` }, undefined],
    ['an id in the path', {}, hash],
    ['an id in the path with sha256:', {}, `sha256:${hash}`],
    ['a documentId and an id in the path', { documentId: hash }, `sha256:${hash}`],
    ['an id and persistedQuery', { extensions }, hash],
  ])('is also accepted as %s', async (_what, sent, id) => {
    for (const sendBy of [sendByPost, sendByGet]) {
      for (const variables of [undefined, other.variables]) {
        const asked = { ...sent, ...(variables && { variables }) };
        expect((await sendBy(service, asked, id)).json()).toEqual({ data });
      }
    }
  });

  test('shares cached responses with its document, however it is named', async () => {
    for (const [sendBy, sent, id] of [
      [sendByPost, { documentId: hash }, undefined],
      [sendByPost, { extensions }, undefined],
      [sendByGet, {}, hash],
      [sendByGet, { extensions }, undefined],
    ] as const) {
      const answer = await observed(service, () => sendBy(service, sent, id));
      expect(answer.cached).toBe(true);
    }
  });

  test('cannot be sent together with the id of another document', async () => {
    const answer = await sendByPost(service, { documentId: hash }, sha256('{ __typename }'));
    expect([answer.statusCode, codesOf(answer)]).toEqual([400, ['BAD_REQUEST']]);
  });
});

test('a hash that was never sent with its document gets 404 as a documentId', async () => {
  for (const sendBy of [sendByPost, sendByGet]) {
    const answer = await sendBy(service, {}, hash);
    expect([answer.statusCode, codesOf(answer)]).toEqual([404, ['PERSISTED_DOCUMENT_NOT_FOUND']]);
  }
});

test('the hash in persistedQuery may be in upper case, as .NET writes it', async () => {
  const upperCase = persistedQuery(hash.toUpperCase());
  expect(codesOf(await sendByPost(service, { extensions: upperCase }))).toEqual([
    'PERSISTED_QUERY_NOT_FOUND',
  ]);
  expect((await sendByPost(service, { query, extensions: upperCase })).json()).toEqual({ data });
  for (const each of [upperCase, extensions]) {
    const answer = await sendByPost(service, { extensions: each, ...other });
    expect(answer.json()).toEqual({ data });
  }
});

test('the error for a documentId in upper case says that hashes are in lower case', async () => {
  await sendByPost(service, { query, extensions });
  const answer = await sendByPost(service, { documentId: hash.toUpperCase() });
  expect(answer.json().errors[0].message).toMatch(/ Hashes are in lower case\.$/);
});

test('a long document is found by its hash, and its responses to GET are cached', async () => {
  const long = `${query} #${'x'.repeat(20_000)}`;
  const byHash = persistedQuery(sha256(long));
  await sendByPost(service, { query: long, extensions: byHash });
  const answers = [];
  for (const sendBy of [sendByPost, sendByGet, sendByGet]) {
    answers.push(await observed(service, () => sendBy(service, { extensions: byHash })));
  }
  expect(answers.map((answer) => answer.json())).toEqual([{ data }, { data }, { data }]);
  expect(answers.map(({ cached }) => cached)).toEqual([false, false, true]);
});

test.each([
  [
    'apq',
    { id: 'q2' },
    'send its text as "query", or the id of a document of this service as "documentId"',
  ],
  ['apq', { doc_id: 'q2' }, 'as "documentId"'],
  ['only', { id: 'q2' }, 'send the id of a document of this service as "documentId"'],
  ['only', { doc_id: 'q2' }, 'as "documentId"'],
])(
  'at the level %s, the error for %j says that ids are sent as documentId',
  async (level, sent, advice) => {
    const own = await startService({ PERSISTED_OPERATIONS: level });
    const answer = await sendByPost(own, sent as object);
    expect([answer.statusCode, codesOf(answer)]).toEqual([400, ['BAD_REQUEST']]);
    expect(answer.json().errors[0].message).toContain(advice);
    expect(answer.json().errors[0].message).not.toContain('persistedQuery');
    await own.stop();
  },
);
