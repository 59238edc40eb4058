import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { post } from '../support/http.js';
import { item, type Service, startService } from '../support/service.js';
import { unlimited } from '../support/unlimited.js';

// Two blocks of the search index, and some records that are in none.
const records = 34_000;

let service: Service;
beforeAll(async () => {
  service = await startService(unlimited);
  for (let from = 0; from < records; from += 5000) {
    await service.importItems(
      Array.from({ length: Math.min(5000, records - from) }, (_, at) => itemAt(from + at)),
    );
  }
}, 120_000);
afterAll(() => service.stop());

/** Each word is in one record of so many; the two last ones are in the same number of them, but never in both. */
const frequencies = { every: 1, tenth: 10, fiftieth: 50, hundredth: 100, thousandth: 1000 };

function itemAt(index: number) {
  const words = Object.entries(frequencies).filter(([, frequency]) => index % frequency === 0);
  // Only in the oldest records.
  const old = index < 3000 ? 'ancient' : '';
  const either = index % 20 === 0 ? 'walnut' : index % 20 === 1 ? 'quince' : '';
  return item({
    title: `${words.map(([word]) => word).join(' ')} ${old} ${either} ${index}`,
    uri: `https://${index % 7}.example/${index}`,
    date: new Date(Date.UTC(2000, 0, 1) + index * 3_600_000).toISOString(),
  });
}

interface Actual {
  readonly candidates: number;
  readonly listBytes: number;
  readonly ways: readonly string[];
}

/** What finding the newest 20 records reads. */
async function costOf(filter: string, rest = ''): Promise<Actual & { readonly found: number }> {
  const query = `{ records(filter: ${filter} ${rest}) { nodes { id } } }`;
  const answer = await post(service.app, '/graphql', { query }, { 'graphql-cost': 'report' });
  const { data, extensions } = answer.json();
  return { ...extensions.cost.actual, found: data.records.nodes.length };
}

test.each([
  ['a text in every record is found by a walk', '{ text: "every" }', ['walk']],
  ['a text in one of ten records is found by a walk', '{ text: "tenth" }', ['walk']],
  ['a text in one of a thousand is found by lists', '{ text: "thousandth" }', ['lists']],
  ['a text that is nowhere is found by lists', '{ text: "zyzzyva" }', ['lists']],
  ['a letter in every record is found by a walk', '{ text: "e" }', ['walk']],
  ['two letters that are nowhere are found by lists', '{ text: "zy" }', ['lists']],
  [
    'a text that is only in old records is first walked for',
    '{ title: { contains: "ancient" } }',
    ['lists', 'walk'],
  ],
  [
    'two texts that never meet are found by lists',
    '{ and: [{ text: "walnut" }, { text: "quince" }] }',
    ['lists'],
  ],
  ['dates are found by an index', '{ date: { gte: "2001-01-01" } }', ['index']],
  ['a site is found by an index', '{ site: "3.example" }', ['index']],
  ['all sites but one are found by a walk', '{ not: { site: "3.example" } }', ['walk']],
])('%s', async (_, filter, ways) => {
  expect((await costOf(filter)).ways).toEqual(ways);
});

test('the more records contain a text, the fewer a walk compares, and none beyond its bound', async () => {
  const every = await costOf('{ text: "every" }');
  const tenth = await costOf('{ text: "tenth" }');
  expect(every.candidates).toBeLessThan(tenth.candidates);
  expect(tenth.candidates).toBeLessThan(4000);
});

test('a walk that finds too little does not compare more records than its bound', async () => {
  const { candidates, found } = await costOf('{ title: { contains: "ancient" } }', ', first: 10');
  expect(found).toBe(10);
  expect(candidates).toBeLessThan(6000);
});

test('what was found is not searched again for the next page', async () => {
  const filter = '{ text: "thousandth", title: { contains: "fiftieth" } }';
  expect((await costOf(filter)).listBytes).toBeGreaterThan(0);
  expect((await costOf(filter, ', first: 30')).listBytes).toBe(0);
});
