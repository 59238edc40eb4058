import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ask } from '../support/cached.js';
import type { TestDatabase } from '../support/servers/engines.js';
import { describeWithServers, sharedRedisUrl } from '../support/servers/engines.js';
import { item, migratedDatabase, type Service, startService } from '../support/service.js';

const query = '{ records(first: 5) { nodes { title site { host } } totalCount } }';
const notCacheable = '{ imports { nodes { id } } }';

async function alone(service: Service, asked: object): Promise<number> {
  service.statements();
  await service.ask((asked as { query: string }).query);
  return service.statements().length;
}

async function together(services: readonly Service[], asked: object) {
  for (const service of services) service.statements();
  const answers = await Promise.all(
    services.flatMap((service) => Array.from({ length: 50 }, () => ask(service, asked))),
  );
  return new Set(answers.map(({ body }) => body)).size;
}

let database: TestDatabase;
let service: Service;
beforeAll(async () => {
  database = await migratedDatabase();
  service = await startService({ DATABASE_URL: database.url });
  await service.importItems([item(), item({ title: 'Another' })]);
  // A first read may open connections, which takes statements of its own.
  await service.query('{ sites { nodes { host } } }');
});
afterAll(async () => {
  await service.stop();
  await database.drop();
});

/** Counts statements while requests that also look at them run. */
function counted(service: Service): { statements(): number; readonly seen: Service } {
  let count = 0;
  const seen = {
    ...service,
    statements() {
      count += service.statements().length;
      return [];
    },
  };
  return {
    seen,
    statements() {
      seen.statements();
      return count;
    },
  };
}

test('50 simultaneous misses run the resolvers once', async () => {
  const once = await alone(service, { query: `${query} ` });
  const { seen, statements } = counted(service);
  statements();
  expect(await together([seen], { query })).toBe(1);
  expect([once > 0, statements()]).toEqual([true, once]);
});

test('50 simultaneous requests with an uncacheable response are executed 50 times', async () => {
  const once = await alone(service, { query: notCacheable });
  const { seen, statements } = counted(service);
  expect(await together([seen], { query: notCacheable })).toBe(1);
  expect(statements()).toBe(50 * once);
});

test('an import between two equal requests is seen by the second', async () => {
  const first = ask(service, { query });
  await service.importItems([item({ title: 'Between' })]);
  const second = await ask(service, { query });
  expect(second.json().data.records.totalCount).toBe(3);
  expect([2, 3]).toContain((await first).json().data.records.totalCount);
});

describeWithServers('with a shared Redis', () => {
  test('50 misses in each of two services run the resolvers at most once in each', async () => {
    const env = { DATABASE_URL: database.url, REDIS_URL: sharedRedisUrl() };
    const services = await Promise.all([startService(env), startService(env)]);
    const [one, other] = services.map(counted);
    for (const each of services) await each.query('{ sites { nodes { host } } }');
    await one?.seen.importItems([item({ title: 'Shared' })]);
    const once = await alone(service, { query });
    const before = [one, other].map((each) => each?.statements() ?? 0);
    expect(
      await together(
        [one, other].flatMap((each) => each?.seen ?? []),
        { query },
      ),
    ).toBe(1);
    for (const [n, each] of [one, other].entries()) {
      expect((each?.statements() ?? 0) - (before[n] ?? 0)).toBeLessThanOrEqual(once);
    }
    await Promise.all(services.map((each) => each.stop()));
  });
});
