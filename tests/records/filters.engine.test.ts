// cspell:ignore letrec ὀδός
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { bounds, hosts, importCorpus, utc, words } from '../support/search-corpus.js';
import {
  matches,
  type OracleFilter,
  type OracleRecord,
  searchIds,
} from '../support/search-oracle.js';
import { type Service, startService } from '../support/service.js';

let service: Service;
let records: OracleRecord[];
beforeAll(async () => {
  service = await startService();
  records = await importCorpus(service);
});
afterAll(() => service.stop());

const orNull = <Value>(some: fc.Arbitrary<Value>) => fc.option(some, { freq: 8 });
const some = <Fields>(fields: { [Name in keyof Fields]: fc.Arbitrary<Fields[Name]> }) =>
  fc.record(fields, { requiredKeys: [] });

const spelling = fc.constantFrom<((text: string) => string)[]>(
  (text) => text,
  (text) => text.toLowerCase(),
  (text) => text.toUpperCase(),
  (text) => text.normalize('NFD'),
);
const uriParts = [
  'https://',
  'example',
  '/a b',
  '%20',
  '100%',
  'caf',
  '東京/',
  '?q=',
  '_',
  '.COM/',
];

/** A part of a text that is in some records, from one character on, differently spelt. */
const needle = fc
  .tuple(fc.constantFrom(...words, ...hosts, ...uriParts), spelling, fc.nat(4), fc.nat(9))
  .map(([text, spell, from, length]) => spell([...text].slice(from, from + 1 + length).join('')));

const text = some({
  contains: orNull(needle),
  startsWith: orNull(fc.oneof(needle, fc.constantFrom('https://e', 'Caf', '100', 'ISTANBUL'))),
});
const exactly = (...texts: string[]) => fc.record({ equals: orNull(fc.constantFrom(...texts)) });
const bound = orNull(fc.constantFrom(...bounds.map(utc)));

const dates = fc.oneof(
  some({ gte: bound, gt: bound, lte: bound, lt: bound }),
  ...(['gte', 'gt', 'lte', 'lt'] as const).map((name) => fc.record({ [name]: bound })),
);
const fields = {
  date: orNull(dates),
  title: orNull(fc.oneof(text, exactly('CAFÉ ὀδός 0', '100% 100', 'cafe'))),
  uri: orNull(fc.oneof(text, exactly('https://EXAMPLE.com/#0', 'https://münchen.example/#3'))),
  text: orNull(needle),
  site: orNull(fc.constantFrom(...hosts.slice(0, 3), 'EXAMPLE.com', 'nowhere.example')),
};

const { filter } = fc.letrec<{ filter: OracleFilter }>((tie) => ({
  filter: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    some<OracleFilter>(fields),
    // One condition alone, as several together mostly find nothing.
    ...Object.entries(fields).map(([name, value]) => fc.record({ [name]: value })),
    some<OracleFilter>({
      and: orNull(fc.array(tie('filter'), { maxLength: 3 })),
      or: orNull(fc.array(tie('filter'), { maxLength: 3 })),
      not: orNull(tie('filter')),
    }),
  ),
}));

test('any filter finds the same records as the oracle', async () => {
  let found = 0;
  await fc.assert(
    fc.asyncProperty(filter, async (given) => {
      const wanted = records.filter((record) => matches(given, record)).map(({ id }) => id);
      found += wanted.length > 0 && wanted.length < records.length ? 1 : 0;
      expect((await searchIds(service, given)).join()).toBe(wanted.join());
    }),
    { numRuns: 300 },
  );
  // Otherwise the filters would be too easy to satisfy, or too hard.
  expect(found).toBeGreaterThan(60);
}, 30_000);

test.each<[string, OracleFilter, 'all' | 'none']>([
  ['no condition', {}, 'all'],
  ['conditions that are all null', { date: null, text: null, or: null, and: null }, 'all'],
  ['bounds that are all null', { date: { gte: null, lt: null }, title: { contains: null } }, 'all'],
  ['"and" of nothing', { and: [] }, 'all'],
  ['"or" of nothing', { or: [] }, 'none'],
  ['"not" of nothing', { not: {} }, 'none'],
  ['"not" of an empty "or"', { not: { or: [] } }, 'all'],
  ['"or" of an empty filter', { or: [{}, { site: 'nowhere.example' }] }, 'all'],
  ['an empty text', { text: '', title: { contains: '', startsWith: '' } }, 'all'],
  ['an empty title', { title: { equals: '' } }, 'none'],
])('%s: %j finds %s', async (_, given, expected) => {
  const all = records.map(({ id }) => id);
  expect(await searchIds(service, given)).toEqual(expected === 'all' ? all : []);
});

test('a null filter finds all records', async () => {
  expect(await searchIds(service, null)).toHaveLength(records.length);
});
