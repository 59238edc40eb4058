import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Database } from '../../src/database/database.js';
import type { Condition } from '../../src/search/condition.js';
import { readFigures } from '../../src/search/figures/read-figures.js';
import { item, type Service, startService } from '../support/service.js';

// Five blocks of the search index, and some records that are in none.
const block = 16_384;
const records = 5 * block + 80;
/** Estimates where the service would not, as an exact evaluation of so few blocks takes no longer. */
const sampling = { minBlocks: 4, minRecords: 100, draws: 3 };

let service: Service;
beforeAll(async () => {
  service = await startService({ CACHE_MEGABYTES: '0' });
  for (let from = 0; from < records; from += 8000) {
    const count = Math.min(8000, records - from);
    await service.importItems(Array.from({ length: count }, (_, at) => itemAt(from + at)));
  }
}, 180_000);
afterAll(() => service.stop());

/** Every trigram of the text is in it, and the text is not. */
const falseFor = {
  'walnut tree': 'walnut tre nut tree',
  'cherry pie': 'cherry pi rry pie',
  'copper pot': 'copper po per pot',
} as const;

function itemAt(index: number) {
  const isOld = index < 4 * block;
  const words = [
    index % 3 === 0 ? 'quince jam' : '',
    // The last records, of one import, have something else than all before.
    isOld ? (index % 2 === 0 ? 'walnut tree' : '') : falseFor['walnut tree'],
    index % 2 === 0 ? 'cherry pie' : index % 1999 === 0 ? falseFor['cherry pie'] : '',
    index % 2 === 0 ? 'copper pot' : index % 45 === 0 ? falseFor['copper pot'] : '',
  ];
  return item({
    title: `${words.join('. ')} ${index}`,
    uri: `https://${index % 45 === 0 ? 'false' : index % 7}.example/${index}`,
    date: new Date(Date.UTC(1990, 0, 1) + (index % 9000) * 86_400_000).toISOString(),
  });
}

const has = (text: string): Condition => ({ text, column: 'title_folded' });

/** The figures of a search, by their names. */
async function figuresOf(condition: Condition, accuracy: 'EXACT' | 'FAST') {
  const database: Database = service.app.fork();
  const query = { condition, accuracy, figures: ['days', 'sites'] as const };
  const [tally] = await readFigures(database, [query], sampling);
  const figures = new Map([['totalCount', tally?.count ?? 0]]);
  const add = (name: string, count: number) => figures.set(name, (figures.get(name) ?? 0) + count);
  for (const [day, count] of tally?.days.entries() ?? []) add(`days ${day % 25}`, count);
  for (const [site, count] of tally?.sites.entries() ?? []) add(`site ${site}`, count);
  return { figures, isExact: tally?.isExact };
}

const cases: readonly (readonly [string, Condition, isExact: boolean])[] = [
  ['a text of a third of the records', has('quince jam'), false],
  ['all without it', { not: has('quince jam') }, false],
  ['a text whose trigrams are seldom without it', has('cherry pie'), false],
  ['either of them', { any: [has('quince jam'), has('cherry pie')] }, false],
  ['a text whose trigrams are without it in one import', has('walnut tree'), true],
  ['a text whose trigrams are without it at one site', has('copper pot'), true],
  ['all without that text', { not: has('copper pot') }, true],
  ['a text that is in few records', has('quince jam 3003'), true],
  ['a letter', has('q'), true],
  ['a text that is nowhere', has('tree quince'), true],
];

test.each(cases)(
  'figures with "accuracy: FAST" are near the exact ones: %s',
  async (_, condition, isExact) => {
    const exact = await figuresOf(condition, 'EXACT');
    const fast = await figuresOf(condition, 'FAST');
    expect([exact.isExact, fast.isExact]).toEqual([true, isExact]);
    if (isExact) expect(fast.figures).toEqual(exact.figures);
    for (const name of new Set([...exact.figures.keys(), ...fast.figures.keys()])) {
      const [given = 0, right = 0] = [fast.figures.get(name), exact.figures.get(name)];
      const isNear = Math.abs(given - right) <= Math.max(5, 0.02 * right);
      expect({ name, given, right, isNear }).toEqual({ name, given, right, isNear: true });
    }
  },
  60_000,
);

test('estimated figures fit together, and are the same each time', async () => {
  const first = await figuresOf(has('cherry pie'), 'FAST');
  const sum = (what: string) =>
    [...first.figures].reduce(
      (total, [name, count]) => total + (name.startsWith(what) ? count : 0),
      0,
    );
  expect([sum('days'), sum('site')]).toEqual(Array(2).fill(first.figures.get('totalCount')));
  expect(await figuresOf(has('cherry pie'), 'FAST')).toEqual(first);
});
