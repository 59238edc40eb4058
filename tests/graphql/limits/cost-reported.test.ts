import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { ask, get } from '../../support/cached.js';
import { item, type Service, startService } from '../../support/service.js';

let service: Service;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.stop());

const report = { 'graphql-cost': 'report' };
const query = '{ records(first: 2) { nodes { title } } }';
const actual = { candidates: 0, listBytes: 0, ways: ['index'] };
const cost = { requested: 12, maximum: 10_000, actual };
const data = { records: { nodes: [{ title: 'A title' }] } };

beforeEach(async () => {
  // An import invalidates what was cached before.
  await service.importItems([item({ date: new Date(nextDay()).toISOString() })]);
  data.records.nodes = Array(Math.min(day, 2)).fill({ title: 'A title' });
});

let day = 0;
const nextDay = () => ++day * 86_400_000;

describe('a client that requests the cost gets it', () => {
  test.each([
    ['nothing is cached', () => {}],
    ['the response is cached for other clients', () => ask(service, { query })],
    [
      'another client sends the same operation at the same time',
      () => void ask(service, { query }),
    ],
  ])('when %s', async (_when, before) => {
    await before();
    const answer = await ask(service, { query }, report);
    expect(answer.json()).toEqual({ data, extensions: { cost } });
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  test('also by GET', async () => {
    await get(service, { query });
    const answer = await get(service, { query }, { ...report, 'apollo-require-preflight': 'true' });
    expect(answer.json()).toEqual({ data, extensions: { cost } });
    expect(answer.headers).not.toHaveProperty('etag');
  });

  test('and an error when the operation costs too much', async () => {
    const nodes = '{ sites(first: 100) { nodes { records(first: 100) { nodes { id } } } } }';
    const answer = await ask(service, { query: nodes }, report);
    expect(answer.json()).toMatchObject({ errors: [{ extensions: { code: 'COST_TOO_HIGH' } }] });
  });
});

describe('a client that does not ask for the cost does not get it', () => {
  test('when another client sent the query before', async () => {
    await ask(service, { query }, report);
    const answer = await ask(service, { query });
    expect(answer.json()).toEqual({ data });
    expect((await ask(service, { query })).cached).toBe(true);
  });

  test('when another client sends the query at the same time', async () => {
    const [, answer] = await Promise.all([
      ask(service, { query }, report),
      ask(service, { query }),
      ask(service, { query }, report),
    ]);
    expect(answer.json()).toEqual({ data });
  });

  test('with another value of the header graphql-cost', async () => {
    const answer = await ask(service, { query }, { 'graphql-cost': 'no' });
    expect(answer.json()).toEqual({ data });
  });
});
