import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { print } from 'graphql';
import { type Service, startService } from '../support/service.js';
import { apolloConsumer } from './apollo-client.js';
import type { Consumer, ConsumerOptions } from './consumer.js';
import { LatestRecordsDocument } from './generated/graphql.js';
import { graphqlRequestConsumer } from './graphql-request.js';
import { patientFetch } from './patient-fetch.js';
import { fetchConsumer } from './plain-fetch.js';
import { urqlConsumer } from './urql.js';

jest.setTimeout(20_000);

const consumers: Record<string, (options: ConsumerOptions) => Consumer> = {
  'Apollo Client': apolloConsumer,
  urql: urqlConsumer,
  'graphql-request': graphqlRequestConsumer,
  fetch: fetchConsumer,
};

let service: Service;
let url: string;
beforeAll(async () => {
  service = await startService({ RATE_LIMIT: 'on', RATE_LIMIT_ANONYMOUS: '100:200' });
  url = `${await service.app.listen()}/graphql`;
  // The first one to send a document pays for the time that it takes to compile it.
  const payload = { query: print(LatestRecordsDocument), variables: { containing: 'x', first: 1 } };
  const remoteAddress = '198.51.100.1';
  await service.app.inject({ method: 'POST', url: '/graphql', payload, remoteAddress });
});
afterAll(() => service.stop());

test.each(Object.keys(consumers))(
  '%s waits for its share as long as the service asks',
  async (name) => {
    const statuses: number[] = [];
    const recorded: typeof fetch = async (...args) => {
      const response = await fetch(...args);
      statuses.push(response.status);
      return response;
    };
    const consumer = consumers[name]?.({ url, fetch: patientFetch(recorded), ids: 'hashes' });
    for (let n = 0; n < 4; n += 1) {
      const found = await consumer?.latestRecords({ containing: `${name} ${n}`, first: 1 });
      expect(found?.records.nodes).toEqual([]);
    }
    expect(statuses).toContain(429);
    expect(statuses.at(-1)).toBe(200);
  },
);

test('Without waiting, a client gets an error that says why', async () => {
  const consumer = fetchConsumer({ url, fetch, ids: 'hashes' });
  const ask = () => consumer.latestRecords({ containing: 'x', first: 1 });
  await expect(Promise.all([ask(), ask(), ask(), ask()])).rejects.toThrow('RATE_LIMITED');
});
