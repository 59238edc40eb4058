import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';
import { print } from 'graphql';
import { describeWithServers, type TestDatabase } from '../support/servers/engines.js';
import { type RedisServer, startRedis } from '../support/servers/redis.js';
import { item, migratedDatabase, type Service, startService } from '../support/service.js';
import { apolloConsumer } from './apollo-client.js';
import { LatestRecordsDocument } from './generated/graphql.js';
import { urqlConsumer } from './urql.js';

// Servers take their time to start where the machine is busy.
jest.setTimeout(30_000);

describeWithServers(
  'a client with automatic persisted queries that alternates between two services:',
  () => {
    let redis: RedisServer;
    let database: TestDatabase;
    let services: Service[] = [];
    let urls: string[] = [];
    beforeAll(async () => {
      redis = await startRedis();
      database = await migratedDatabase();
    });
    afterAll(async () => {
      await database.drop();
      await redis.stop();
    });
    beforeEach(async () => {
      await redis.command('FLUSHALL');
      const env = { DATABASE_URL: database.url, REDIS_URL: redis.url };
      services = [await startService(env), await startService(env)];
      urls = await Promise.all(services.map(async ({ app }) => `${await app.listen()}/graphql`));
      // The connections are established in the background.
      while (Number(/clients:(\d+)/.exec(await redis.command('INFO clients'))?.[1]) < 3) {
        await pause(10);
      }
    });

    const variables = { containing: 'title', first: 5 };

    test.each([
      ['Apollo Client', apolloConsumer, false],
      ['Apollo Client, with cached responses', apolloConsumer, true],
      ['urql', urqlConsumer, false],
      ['urql, with cached responses', urqlConsumer, true],
    ])(
      '%s sends the document once, and then only its hash',
      async (_name, makeConsumer, isCached) => {
        await services[0]?.importItems([item({ title: `A title ${Math.random()}` })]);
        if (isCached) {
          for (const service of services)
            await service.query(print(LatestRecordsDocument), variables);
        }
        const sent: string[] = [];
        const alternating: typeof fetch = (input, init) => {
          const url = urls[sent.length % 2] ?? '';
          sent.push(String(init?.body ?? input));
          return fetch(String(input).replace('http://alternating/graphql', url), init);
        };
        const consumer = makeConsumer({
          url: 'http://alternating/graphql',
          fetch: alternating,
          ids: 'hashes',
        });
        for (let n = 0; n < 6; n++) {
          const { records } = await consumer.latestRecords(variables);
          expect(records.nodes.length).toBeGreaterThan(0);
        }
        await Promise.all(services.map((service) => service.stop()));
        expect(sent).toHaveLength(7);
        expect(sent.filter((body) => body.includes('RecordLine'))).toHaveLength(1);
      },
    );
  },
);
