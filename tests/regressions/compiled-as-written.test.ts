import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { post } from '../support/http.js';
import { type OperationsService, startOperationsService } from '../support/operations-service.js';
import { item } from '../support/service.js';

const times = 2;

let service: OperationsService;
beforeAll(async () => {
  // Documents in a manifest are compiled.
  service = await startOperationsService(
    cases.map(([, text]) => text),
    { CACHE_MEGABYTES: '0' },
  );
  await service.importItems([item({ title: 'One' }), item({ title: 'Two' })]);
});
afterAll(() => service.stop());

const cases: [string, string, object | undefined][] = [
  [
    'a condition on one of two uses of a fragment',
    '{ a: record(id: 1) { ...F @include(if: false) databaseId } b: record(id: 1) { ...F } } fragment F on Record { title }',
    { a: { databaseId: '1' }, b: { title: 'One' } },
  ],
  [
    'a condition on a fragment that two operations use',
    'query A { record(id: 1) { databaseId ...F @skip(if: true) } } query B { record(id: 1) { ...F } } fragment F on Record { title }',
    undefined,
  ],
  [
    'the alias __proto__',
    '{ record(id: 1) { __proto__: title databaseId } }',
    JSON.parse('{ "record": { "__proto__": "One", "databaseId": "1" } }'),
  ],
];

test.each(cases)(
  'a document in a manifest with %s is executed as written',
  async (_what, query, expected) => {
    if (expected) {
      for (let time = 0; time < times; time++) {
        expect(JSON.stringify((await service.ask(query)).data)).toBe(JSON.stringify(expected));
      }
      return;
    }
    const askFor = async (operationName: string) =>
      (await post(service.app, '/graphql', { query, operationName })).json().data;
    for (let time = 0; time < times; time++) {
      expect(await askFor('A')).toEqual({ record: { databaseId: '1' } });
    }
    for (let time = 0; time < times; time++) {
      expect(await askFor('B')).toEqual({ record: { title: 'One' } });
    }
  },
);
