import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { item, type Service, startService } from '../../support/service.js';

jest.setTimeout(60_000);

// Of these, 250 nearly fill a body.
const long = 'x'.repeat(62_500);
const ofImport = Array.from({ length: 250 }, (_, n) => item({ title: `${n}${long}` }));

let service: Service;
beforeAll(async () => {
  service = await startService();
  for (let count = 0; count < 2; count += 1) await service.importItems(ofImport);
});
afterAll(() => service.stop());

const lengths = 'rejections(first: $first, after: $after) { index title }';
const ofOne = `query ($first: Int!, $after: Int) { import(id: 1) { ${lengths} } }`;

test('16 MB of rejections can be read in one response', async () => {
  const { import: read } = await service.query<{ import: { rejections: { title: string }[] } }>(
    ofOne,
    { first: 250 },
  );
  expect(read.rejections.map(({ title }) => title)).toEqual(ofImport.map(({ title }) => title));
});

test.each([
  ['of several imports', '{ imports { nodes { rejections(first: 200) { index } } } }', 400, '23.9'],
  [
    'under several names',
    `{ import(id: 1) { ${['a', 'b', 'c', 'd'].map((name) => `${name}: rejections { raw }`)} } }`,
    300,
    '17.9',
  ],
])(
  'more than 16 MB of rejections %s are refused with a sentence',
  async (_where, query, count, megabytes) => {
    const { errors } = await service.ask(query);
    expect(errors?.[0]?.extensions).toEqual({ code: 'RESULT_TOO_LARGE', argument: 'first' });
    expect(errors?.[0]?.message).toBe(
      `The ${count} selected rejections have ${megabytes} MB; at most 16 MB are allowed per response. Select fewer with "first" and "after".`,
    );
  },
);

test('the sizes of rejections are read first, in one statement, and rejections that are too large are not read', async () => {
  const kinds = () =>
    service.statements().flatMap((sql) => /octet_length|\brejection\b/.exec(sql) ?? []);
  // What others of a refused answer still read is done before this.
  await service.query('{ imports { nodes { id } } }');
  kinds();
  await service.query(ofOne, { first: 250 });
  expect(kinds()).toEqual(['octet_length', 'rejection']);
  await service.ask('{ imports { nodes { rejections(first: 200) { index } } } }');
  expect(kinds().sort()).toEqual(['octet_length', 'octet_length', 'rejection']);
});
