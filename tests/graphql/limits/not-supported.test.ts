import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { post } from '../../support/http.js';
import { type Service, startService } from '../../support/service.js';

let service: Service;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.stop());

const whole =
  'this service sends every response as a whole and supports neither @defer nor @stream.';

test.each([
  [
    'a subscription',
    'subscription { records }',
    'The document has a subscription; this service supports only queries and mutations.',
  ],
  [
    '@defer',
    '{ records { nodes { id ... @defer { title } } } }',
    `The document uses @defer; ${whole}`,
  ],
  [
    '@defer of a fragment',
    '{ records { ...F @defer(label: "a") } } fragment F on RecordConnection { totalCount }',
    `The document uses @defer; ${whole}`,
  ],
  ['@stream', '{ records { nodes @stream { id } } }', `The document uses @stream; ${whole}`],
])('%s is rejected with a message that says why', async (_what, query, message) => {
  const multipart = { accept: 'multipart/mixed;deferSpec=20220824, application/json' };
  for (const headers of [{}, multipart]) {
    const answer = await post(service.app, '/graphql', { query }, headers);
    expect(answer.json()).toEqual({
      errors: [{ message, extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }],
    });
  }
});

test('a batch of operations in one request is rejected', async () => {
  const operation = { query: '{ __typename }' };
  for (const batch of [[operation], Array(10).fill(operation), []]) {
    const answer = await post(service.app, '/graphql', batch);
    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_REQUEST' } }] });
  }
});
