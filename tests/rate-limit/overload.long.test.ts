import { setTimeout as passed } from 'node:timers/promises';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { askFrom } from '../support/callers.js';
import { codesOf, send } from '../support/http.js';
import { item, type Service, startService } from '../support/service.js';
import { until } from '../support/until.js';

jest.setTimeout(60_000);

const dear = '{ records { histogram(by: YEAR) { count } } }';
const cached = '{ records { totalCount topSites { count } } }';
const cheap = '{ records(first: 1) { nodes { title } } }';
const importing = `mutation { bulkImport(input: { items: [{ title: "A" }] }) { received } }`;

let service: Service;
beforeAll(async () => {
  service = await startService({ RATE_LIMIT: 'on' });
  await service.importItems([item()]);
  await askFrom(service, cached);
});
afterAll(() => service.stop());

/** Keeps this process from everything else. */
function block(milliseconds: number): void {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
}

async function statuses(): Promise<Record<string, number>> {
  const bulk = {
    method: 'POST',
    url: '/v1/bulk',
    headers: { 'content-type': 'application/x-ndjson' },
    payload: `${JSON.stringify(item())}\n`,
  } as const;
  const answers = {
    dear: await askFrom(service, dear, { headers: { 'graphql-cost': 'report' } }),
    cached: await askFrom(service, cached),
    cheap: await askFrom(service, cheap, { headers: { 'graphql-cost': 'report' } }),
    import: await askFrom(service, importing),
    bulk: await send(service.app, bulk),
    export: await send(service.app, { url: '/v1/export' }),
    health: await send(service.app, { url: '/livez' }),
  };
  for (const answer of Object.values(answers)) {
    if (answer.statusCode !== 503) continue;
    expect(codesOf(answer)).toEqual(['SERVICE_BUSY']);
    expect(answer.headers['retry-after']).toBe('5');
  }
  return Object.fromEntries(
    Object.entries(answers).map(([name, { statusCode }]) => [name, statusCode]),
  );
}

const served = {
  dear: 200,
  cached: 200,
  cheap: 200,
  import: 200,
  bulk: 200,
  export: 200,
  health: 200,
};

test('A process that has had too much work for three seconds refuses what takes long, until it has caught up', async () => {
  expect(await statuses()).toEqual(served);
  const startedAt = performance.now();
  while (performance.now() - startedAt < 1500) {
    block(700);
    await passed(10);
  }
  // Not yet: a peak is no overload.
  expect((await askFrom(service, dear, { headers: { 'graphql-cost': 'report' } })).statusCode).toBe(
    200,
  );
  while (performance.now() - startedAt < 5500) {
    block(700);
    await passed(10);
  }
  const busy = { ...served, dear: 503, import: 503, bulk: 503, export: 503 };
  expect(await statuses()).toEqual(busy);
  await until('it has caught up', async () => (await statuses()).dear === 200, 200);
  expect(await statuses()).toEqual(served);
});
