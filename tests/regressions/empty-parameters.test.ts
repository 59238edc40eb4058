import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { getServiceOperation } from '../../src/graphql/documents/service-operations.js';
import { codesOf, send } from '../support/http.js';
import { type Service, startService } from '../support/service.js';

// With an empty parameter next to it, any document was executed at every level.
const empty = [
  'variables=',
  'extensions=',
  'operationName=',
  'variables=&extensions=&operationName=',
  'variables=null',
  'extensions=%20null%0A',
];
const headers = { 'apollo-require-preflight': 'true' };

describe.each([
  ['safelist', 'DOCUMENT_NOT_SAFELISTED'],
  ['only', 'DOCUMENT_ID_REQUIRED'],
])('at the level %s,', (level, code) => {
  let service: Service;
  beforeAll(async () => {
    service = await startService({ PERSISTED_OPERATIONS: level });
  });
  afterAll(() => service.stop());

  test.each(empty)('a document is rejected next to %s', async (parameters) => {
    for (const search of [`query={__typename}&${parameters}`, `${parameters}&query={__typename}`]) {
      const answer = await send(service.app, { url: `/graphql?${search}`, headers });
      expect([answer.statusCode, codesOf(answer)]).toEqual([403, [code]]);
    }
  });

  test.each(empty)('an id is accepted next to %s', async (parameters) => {
    const { id } = getServiceOperation('SampleSearch');
    for (const url of [`/graphql/${id}?${parameters}`, `/graphql?documentId=${id}&${parameters}`]) {
      const answer = await send(service.app, { url, headers });
      expect([answer.statusCode, answer.json()]).toEqual([200, { data: expect.anything() }]);
    }
  });
});

test.each(['variables=null', 'variables=', 'variables=%20null%20', 'extensions=null'])(
  'a GET with %s shares its cached response with the GET without it',
  async (parameter) => {
    const service = await startService();
    const url = '/graphql?query={records{totalCount}}';
    const answers = [
      await send(service.app, { url, headers }),
      await send(service.app, { url: `${url}&${parameter}`, headers }),
    ];
    expect(answers.map(({ body }) => body)).toEqual(
      Array(2).fill('{"data":{"records":{"totalCount":0}}}\n'),
    );
    expect(answers[1]?.headers.etag).toBe(answers[0]?.headers.etag);
    await service.stop();
  },
);
