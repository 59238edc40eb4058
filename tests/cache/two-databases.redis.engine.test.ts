import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ask } from '../support/cached.js';
import { describeWithServers, sharedRedisUrl } from '../support/servers/engines.js';
import { item, type Service, startService } from '../support/service.js';

describeWithServers('two services with one Redis and a database each', () => {
  let services: Service[];
  beforeAll(async () => {
    const env = { REDIS_URL: sharedRedisUrl() };
    services = [await startService(env), await startService(env)];
  });
  afterAll(() => Promise.all(services.map((service) => service.stop())));

  test('never get responses of each other', async () => {
    for (const [n, service] of services.entries()) {
      await service.importItems([item({ title: `Of database ${n}` })]);
    }
    for (const [n, service] of services.entries()) {
      const answer = await ask(service, { query: '{ records { nodes { title uri } } }' });
      expect(answer.json().data.records.nodes[0].title).toBe(`Of database ${n}`);
    }
  });
});
