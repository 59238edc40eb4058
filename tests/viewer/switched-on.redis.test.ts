import { setTimeout as passed } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ask } from '../support/cached.js';
import { describeWithServers, type TestDatabase } from '../support/servers/engines.js';
import { type RedisServer, startRedis } from '../support/servers/redis.js';
import { item, migratedDatabase, type Service, startService } from '../support/service.js';
import { bearer, identifyBy, viewer } from '../support/viewers.js';

const authenticate = identifyBy({ bob: viewer('bob', 'records:read', 'imports:read') });

describeWithServers(
  'While AUTH is switched on, process after process, with the same Redis,',
  () => {
    let redis: RedisServer;
    let database: TestDatabase;
    let without: Service;
    let withAccess: Service;
    beforeAll(async () => {
      redis = await startRedis();
      database = await migratedDatabase();
      const env = { DATABASE_URL: database.url, REDIS_URL: redis.url };
      without = await startService(env);
      withAccess = await startService(env, undefined, undefined, { authenticate });
      await without.importItems([item()], { source: 'canary of somebody else' });
    });
    afterAll(async () => {
      await without.stop();
      await withAccess.stop();
      await database.drop();
      await redis.stop();
    });

    test('a viewer does not get the imports that a process without access control has cached', async () => {
      const query = '{ records { nodes { import { source } } } }';
      const first = await ask(without, { query });
      expect(first.body).toContain('canary');
      expect((await ask(without, { query })).cached).toBe(true);
      // Redis is written to in the background.
      await passed(100);
      const found = await ask(withAccess, { query }, bearer('bob'));
      expect(found.json()).toEqual({ data: { records: { nodes: [{ import: null }] } } });
    });
  },
);
