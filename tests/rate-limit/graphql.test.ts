import { afterEach, expect, test } from '@jest/globals';
import { askFrom, remainingOf } from '../support/callers.js';
import { codesOf } from '../support/http.js';
import { type Service, startService } from '../support/service.js';
import { bearer, identifyBy, viewer } from '../support/viewers.js';

const authenticate = identifyBy(
  { ada: viewer('ada', 'records:read'), bob: viewer('bob', 'records:read') },
  'records:read',
);

let service: Service;
afterEach(() => service.stop());
const start = async (env: Record<string, string>) => {
  service = await startService({ RATE_LIMIT: 'on', ...env }, undefined, undefined, {
    authenticate,
  });
  // The first one to send a document pays for the time that it takes to parse and compile it.
  for (const query of [cheap, list(1), list(50)]) {
    await askFrom(service, query, { remoteAddress: '198.51.100.1', headers: uncached });
  }
};

/** Neither comes from the cache nor goes there. */
const uncached = { 'graphql-cost': 'report' };

const cheap = '{ __typename }';
/** Costs 10 and one for each record. */
const list = (first: number) => `{ records(first: ${first}) { nodes { id } } }`;

test('A caller is refused with 429, Retry-After and the numbers once it has used up its share', async () => {
  await start({ RATE_LIMIT_ANONYMOUS: '3:1' });
  for (let time = 0; time < 3; time += 1) {
    expect((await askFrom(service, cheap)).statusCode).toBe(200);
  }
  for (const accept of ['application/json', 'application/graphql-response+json']) {
    const refused = await askFrom(service, cheap, { headers: { accept } });
    expect([refused.statusCode, refused.headers['retry-after']]).toEqual([429, '1']);
    expect(refused.headers['content-type']).toContain(accept);
    expect(refused.headers['cache-control']).toBe('no-store');
    expect(refused.json().errors).toEqual([
      {
        message:
          'This address has used 3 units of cost; 3 are allowed at once, and 1 more each second. Try again in 1 second.',
        extensions: { code: 'RATE_LIMITED' },
      },
    ]);
  }
});

test('A cached response costs 1 and an executed one its cost as well', async () => {
  await start({ RATE_LIMIT_ANONYMOUS: '1000:1' });
  const left = [];
  for (let time = 0; time < 3; time += 1) left.push(remainingOf(await askFrom(service, list(20))));
  const [executed = 0, cached = 0, again = 0] = left;
  // Perhaps it took longer than its cost stands for.
  expect(executed).toBeLessThanOrEqual(1000 - 1 - 30);
  expect([cached, again]).toEqual([executed - 1, executed - 2]);
});

test('An operation that costs more than a full bucket passes, and later ones wait until it has recovered', async () => {
  await start({ RATE_LIMIT_ANONYMOUS: '20:10' });
  expect((await askFrom(service, list(50))).statusCode).toBe(200);
  const refused = await askFrom(service, cheap);
  expect([refused.statusCode, codesOf(refused)]).toEqual([429, ['RATE_LIMITED']]);
  // 20 - 1 - 60 = -41, and there must be 1.
  const seconds = Number(refused.headers['retry-after']);
  expect(seconds).toBeGreaterThanOrEqual(5);
  expect(refused.headers.ratelimit).toBe(`"cost";r=0;t=${seconds}`);
});

test('Of simultaneous operations, those after the first that uses up the share are refused as a whole', async () => {
  await start({ RATE_LIMIT_ANONYMOUS: '50:1' });
  const answers = await Promise.all([41, 42, 43, 44].map((first) => askFrom(service, list(first))));
  expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 429, 429, 429]);
  for (const answer of answers) {
    if (answer.statusCode === 429) expect(answer.json().data).toBeUndefined();
  }
});

test('Callers that wait for the response of one that is refused get one of their own, which is cached', async () => {
  await start({ RATE_LIMIT_ANONYMOUS: '50:1', RATE_LIMIT_USER: '5000:1' });
  const [, refused, answered, also] = await Promise.all([
    askFrom(service, list(80)),
    askFrom(service, list(10)),
    askFrom(service, list(10), { headers: bearer('ada') }),
    askFrom(service, list(10), { headers: bearer('bob') }),
  ]);
  expect([refused, answered, also].map(({ statusCode }) => statusCode)).toEqual([429, 200, 200]);
  const headers = { ...bearer('ada'), 'graphql-cache': 'report' };
  const cached = await askFrom(service, list(10), { headers });
  expect(cached.headers['cache-status']).toContain('hit');
});

test('A viewer has a share of its own, wherever it comes from', async () => {
  await start({ RATE_LIMIT_ANONYMOUS: '1:1', RATE_LIMIT_USER: '2:1' });
  const statuses: number[] = [];
  for (const headers of [bearer('ada'), bearer('ada'), bearer('ada'), bearer('bob'), {}]) {
    const remoteAddress = `192.0.2.${statuses.length}`;
    const answer = await askFrom(service, cheap, { headers, remoteAddress });
    statuses.push(answer.statusCode);
  }
  expect(statuses).toEqual([200, 200, 429, 200, 200]);
});

test('The report of the cost says what is left', async () => {
  await start({ RATE_LIMIT_ANONYMOUS: '1000:1' });
  const answer = await askFrom(service, list(20), { headers: { 'graphql-cost': 'report' } });
  expect(answer.json().extensions.cost).toEqual({
    requested: 30,
    maximum: 10_000,
    actual: expect.any(Object),
    remaining: expect.any(Number),
  });
  expect(answer.json().extensions.cost.remaining).toBeLessThanOrEqual(969);
});
