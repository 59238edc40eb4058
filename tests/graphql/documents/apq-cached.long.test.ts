import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { observed } from '../../support/cached.js';
import { fakeDate } from '../../support/fake-date.js';
import { codesOf } from '../../support/http.js';
import { got, persistedQuery, posted, sha256 } from '../../support/manifests.js';
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

describe('a document whose answer comes from the cache', () => {
  test.each([
    ['posted', posted],
    ['got', got],
  ])('is remembered by the hash with which it is %s', async (_way, sendBy) => {
    await sendBy(service, { query });
    const answer = await observed(service, () => sendBy(service, { query, extensions }));
    expect(answer.cached).toBe(true);
    // For other variables nothing is kept, so the hash itself must be known.
    for (const asked of [{ extensions }, { extensions, ...other }]) {
      expect((await posted(service, asked)).json()).toEqual({ data });
      expect((await got(service, asked)).json()).toEqual({ data });
    }
  });

  test('is remembered for another day', async () => {
    fakeDate();
    await posted(service, { query, extensions });
    const later = (seconds: number) => jest.setSystemTime(Date.now() + seconds * 1000);
    later(43_200);
    // The first answer is too old by now.
    await posted(service, { query });
    const answer = await observed(service, () => posted(service, { query, extensions }));
    expect(answer.cached).toBe(true);
    later(86_000);
    expect((await posted(service, { extensions })).json()).toEqual({ data });
    later(401);
    for (const sendBy of [posted, got]) {
      expect(codesOf(await sendBy(service, { extensions }))).toEqual(['PERSISTED_QUERY_NOT_FOUND']);
    }
  });

  test('is not remembered by a hash that it has not', async () => {
    await posted(service, { query });
    const wrong = persistedQuery(sha256('{ __typename }'));
    expect(codesOf(await posted(service, { query, extensions: wrong }))).toEqual(['BAD_REQUEST']);
    expect(codesOf(await posted(service, { extensions: wrong }))).toEqual([
      'PERSISTED_QUERY_NOT_FOUND',
    ]);
  });
});

test('a hash that never came with its document is unknown, whatever is kept', async () => {
  for (const sendBy of [posted, got]) {
    await sendBy(service, { query });
    expect(codesOf(await sendBy(service, { extensions }))).toEqual(['PERSISTED_QUERY_NOT_FOUND']);
  }
});

describe('a hash that came with its document', () => {
  beforeEach(async () => {
    await posted(service, { query, extensions });
  });

  test.each([
    ['a documentId', { documentId: hash }, undefined],
    ['a documentId with sha256:', { documentId: `sha256:${hash}` }, undefined],
    ['an id in the address', {}, hash],
    ['an id in the address with sha256:', {}, `sha256:${hash}`],
    ['both', { documentId: hash }, `sha256:${hash}`],
    ['an id beside the extension', { extensions }, hash],
  ])('is %s, too', async (_what, sent, id) => {
    for (const sendBy of [posted, got]) {
      for (const variables of [undefined, other.variables]) {
        const asked = { ...sent, ...(variables && { variables }) };
        expect((await sendBy(service, asked, id)).json()).toEqual({ data });
      }
    }
  });

  test('shares its cached answers with its document, however it is named', async () => {
    for (const [sendBy, sent, id] of [
      [posted, { documentId: hash }, undefined],
      [posted, { extensions }, undefined],
      [got, {}, hash],
      [got, { extensions }, undefined],
    ] as const) {
      const answer = await observed(service, () => sendBy(service, sent, id));
      expect(answer.cached).toBe(true);
    }
  });

  test('cannot stand beside the id of another document', async () => {
    const answer = await posted(service, { documentId: hash }, sha256('{ __typename }'));
    expect([answer.statusCode, codesOf(answer)]).toEqual([400, ['BAD_REQUEST']]);
  });
});

test('a documentId that nobody sent with its document is 404', async () => {
  for (const sendBy of [posted, got]) {
    const answer = await sendBy(service, {}, hash);
    expect([answer.statusCode, codesOf(answer)]).toEqual([404, ['PERSISTED_DOCUMENT_NOT_FOUND']]);
  }
});

test('a hash of persistedQuery may be in capitals, as .NET writes it', async () => {
  const capitals = persistedQuery(hash.toUpperCase());
  expect(codesOf(await posted(service, { extensions: capitals }))).toEqual([
    'PERSISTED_QUERY_NOT_FOUND',
  ]);
  expect((await posted(service, { query, extensions: capitals })).json()).toEqual({ data });
  for (const asked of [capitals, extensions]) {
    const answer = await posted(service, { extensions: asked, ...other });
    expect(answer.json()).toEqual({ data });
  }
});

test('a documentId in capitals is told to be in lower case', async () => {
  await posted(service, { query, extensions });
  const answer = await posted(service, { documentId: hash.toUpperCase() });
  expect(answer.json().errors[0].message).toMatch(/ A hash is written in lower case\.$/);
});

test('a long document is found by its hash, and its answers to GETs are kept', async () => {
  const long = `${query} #${'x'.repeat(20_000)}`;
  const byHash = persistedQuery(sha256(long));
  await posted(service, { query: long, extensions: byHash });
  const answers = [];
  for (const sendBy of [posted, got, got]) {
    answers.push(await observed(service, () => sendBy(service, { extensions: byHash })));
  }
  expect(answers.map((answer) => answer.json())).toEqual([{ data }, { data }, { data }]);
  expect(answers.map(({ cached }) => cached)).toEqual([false, false, true]);
});

test.each([
  [
    'apq',
    { id: 'q2' },
    'send its text as "query", or the id of one that this service has as "documentId"',
  ],
  ['apq', { doc_id: 'q2' }, 'as "documentId"'],
  ['only', { id: 'q2' }, 'send the id of one that this service has as "documentId"'],
  ['only', { doc_id: 'q2' }, 'as "documentId"'],
])('under %s, %j is told the name under which ids are taken', async (level, sent, said) => {
  const own = await startService({ PERSISTED_OPERATIONS: level });
  const answer = await posted(own, sent as object);
  expect([answer.statusCode, codesOf(answer)]).toEqual([400, ['BAD_REQUEST']]);
  expect(answer.json().errors[0].message).toContain(said);
  expect(answer.json().errors[0].message).not.toContain('persistedQuery');
  await own.stop();
});
