import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { levels } from '../../src/config/level.js';
import { type Service, startService } from '../support/service.js';
import { apolloConsumer } from './apollo-client.js';
import type { Consumer, ConsumerOptions } from './consumer.js';
import { graphqlRequestConsumer } from './graphql-request.js';
import { fetchConsumer } from './plain-fetch.js';
import { urqlConsumer } from './urql.js';

const manifest = fileURLToPath(new URL('generated/persisted-documents.json', import.meta.url));

const consumers: Record<string, (options: ConsumerOptions) => Consumer> = {
  'Apollo Client': apolloConsumer,
  urql: urqlConsumer,
  'graphql-request': graphqlRequestConsumer,
  fetch: fetchConsumer,
};

describe.each(levels)('at the level %s,', (level) => {
  let service: Service;
  let url: string;
  beforeAll(async () => {
    service = await startService({ PERSISTED_OPERATIONS: level, PERSISTED_MANIFESTS: manifest });
    url = `${await service.app.listen()}/graphql`;
  });
  afterAll(() => service.stop());

  const allowedCount = level === 'only' || level === 'safelist' ? 1 : 2;
  const ids = (['manifest', 'hashes'] as const).slice(0, allowedCount);
  const cases = Object.keys(consumers).flatMap((name) => ids.map((kind) => [name, kind] as const));

  test.each(cases)('%s imports and searches, with ids from: %s', async (name, ids) => {
    const sent: string[] = [];
    const recorded: typeof fetch = (input, init) => {
      sent.push(String(init?.body ?? input));
      return fetch(input, init);
    };
    const consumer = consumers[name]?.({ url, fetch: recorded, ids });
    const title = `${name} ${ids}`;
    const items = [{ title, uri: `https://${ids}.example/${name}`, date: '8 mars 2014' }, {}];
    const imported = await consumer?.importLinks({ items });
    expect(imported?.bulkImport).toMatchObject({ inserted: 1, rejections: [{ index: 1 }] });
    const found = await consumer?.latestRecords({ containing: title, first: 2 });
    expect(found?.records).toMatchObject({
      totalCount: 1,
      nodes: [{ title, date: '2014-03-08T00:00:00.000Z', site: { host: `${ids}.example` } }],
    });
    // With a manifest, no document is ever sent, not even to a new service.
    const documents = sent.filter((body) => /bulkImport|totalCount/.test(body));
    if (ids === 'manifest') expect(documents).toEqual([]);
    else expect(documents.length).toBeGreaterThan(0);
  });
});

test.each(Object.keys(consumers))(
  '%s fails at the level only if its manifest is not configured',
  async (name) => {
    const service = await startService({ PERSISTED_OPERATIONS: 'only' });
    const url = `${await service.app.listen()}/graphql`;
    for (const ids of ['manifest', 'hashes'] as const) {
      const consumer = consumers[name]?.({ url, fetch, ids });
      await expect(consumer?.latestRecords({ containing: 'a', first: 1 })).rejects.toThrow();
    }
    await service.stop();
  },
);
