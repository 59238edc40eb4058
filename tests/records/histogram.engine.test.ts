import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { item, type Service, startService } from '../support/service.js';

interface Bucket {
  readonly start: string;
  readonly end: string;
  readonly count: number;
}

const dates = {
  'edges.example': ['1000-01-01', '9999-12-31T23:59:59.999Z'],
  // The week of 2014-12-29 has the first days of 2015, and 2016-01-03 is a Sunday of the year before.
  'weeks.example': [
    '2014-12-28T23:59:59.999Z',
    ...['2014-12-29', '2015-01-01', '2015-01-04T23:59:59Z', '2015-01-05', '2016-01-03'],
  ],
  // Where clocks change at 01:00 UTC, this day has an hour less; here it has all of them.
  'clocks.example': ['2014-03-30T00:30:00Z', '2014-03-30T01:30:00Z', '2014-03-30T02:30:00Z'],
  'one-day.example': ['2014-03-08T05:00:00Z', '2014-03-08T05:59:59.999Z', '2014-03-08T06:00:00Z'],
  'quarters.example': [
    ...['2014-01-01', '2014-02-15', '2014-03-31T23:59:59.999Z'],
    ...['2014-04-01', '2014-05-20', '2014-12-31'],
  ],
} as const;

let service: Service;
beforeAll(async () => {
  service = await startService();
  const items = Object.entries(dates).flatMap(([host, days]) =>
    days.map((date, index) => item({ uri: `https://${host}/${index}`, date })),
  );
  await service.importItems(items);
});
afterAll(() => service.stop());

const ask = (site: string, args = '') =>
  service.ask<{ records: { histogram: Bucket[]; dateRange: object | null; isExact: boolean } }>(
    `query ($site: String!) {
      records(filter: { site: $site }) { dateRange { earliest latest } histogram${args} { start end count } }
    }`,
    { site },
  );

async function histogramOf(site: string, args = ''): Promise<string[]> {
  const { data, errors } = await ask(site, args);
  expect(errors).toBeUndefined();
  return data.records.histogram.map(({ start, end, count }) => {
    const short = (instant: string) => instant.replace(/(T00:00)?:00\.000Z$/, '');
    return `${short(start)} ${short(end)} ${count}`;
  });
}

const lastInstant = '9999-12-31T23:59:59.999Z';

test.each([
  ['edges.example', 'YEAR', ['1000-01-01 1001-01-01 1', `9999-01-01 ${lastInstant} 1`]],
  ['edges.example', 'QUARTER', ['1000-01-01 1000-04-01 1', `9999-10-01 ${lastInstant} 1`]],
  ['edges.example', 'MONTH', ['1000-01-01 1000-02-01 1', `9999-12-01 ${lastInstant} 1`]],
  // 1000-01-01 is a Wednesday of the proleptic Gregorian calendar, and the last day of 9999 a Friday.
  ['edges.example', 'WEEK', ['0999-12-30 1000-01-06 1', `9999-12-27 ${lastInstant} 1`]],
  ['edges.example', 'DAY', ['1000-01-01 1000-01-02 1', `9999-12-31 ${lastInstant} 1`]],
  ['edges.example', 'HOUR', ['1000-01-01 1000-01-01T01:00 1', `9999-12-31T23:00 ${lastInstant} 1`]],
  [
    'weeks.example',
    'WEEK',
    [
      ...['2014-12-22 2014-12-29 1', '2014-12-29 2015-01-05 3', '2015-01-05 2015-01-12 1'],
      '2015-12-28 2016-01-04 1',
    ],
  ],
  [
    'clocks.example',
    'HOUR',
    [
      ...['2014-03-30 2014-03-30T01:00 1', '2014-03-30T01:00 2014-03-30T02:00 1'],
      '2014-03-30T02:00 2014-03-30T03:00 1',
    ],
  ],
  ['clocks.example', 'DAY', ['2014-03-30 2014-03-31 3']],
  [
    'quarters.example',
    'QUARTER',
    ['2014-01-01 2014-04-01 3', '2014-04-01 2014-07-01 2', '2014-10-01 2015-01-01 1'],
  ],
])('the histogram of %s by %s has calendar intervals of UTC', async (site, by, expected) => {
  // With "by", "maxBuckets" does not count.
  expect(await histogramOf(site, `(by: ${by}, maxBuckets: 1)`)).toEqual(expected);
});

describe('without "by"', () => {
  test.each([
    [
      'one-day.example',
      100,
      ['2014-03-08T05:00 2014-03-08T06:00 2', '2014-03-08T06:00 2014-03-08T07:00 1'],
    ],
    [
      'one-day.example',
      2,
      ['2014-03-08T05:00 2014-03-08T06:00 2', '2014-03-08T06:00 2014-03-08T07:00 1'],
    ],
    ['one-day.example', 1, ['2014-03-08 2014-03-09 3']],
    [
      'quarters.example',
      3,
      ['2014-01-01 2014-04-01 3', '2014-04-01 2014-07-01 2', '2014-10-01 2015-01-01 1'],
    ],
    ['quarters.example', 2, ['2014-01-01 2015-01-01 6']],
    [
      'weeks.example',
      5,
      [
        '2014-12-22 2014-12-29 1',
        '2014-12-29 2015-01-05 3',
        '2015-01-05 2015-01-12 1',
        '2015-12-28 2016-01-04 1',
      ],
    ],
    [
      'weeks.example',
      3,
      ['2014-12-01 2015-01-01 2', '2015-01-01 2015-02-01 3', '2016-01-01 2016-02-01 1'],
    ],
  ])(
    'the histogram of %s has the shortest interval of at most %d buckets',
    async (site, most, expected) => {
      expect(await histogramOf(site, `(maxBuckets: ${most})`)).toEqual(expected);
    },
  );

  test('years that are still too many are refused, and the advice of the error works', async () => {
    const { errors } = await ask('edges.example', '(maxBuckets: 1)');
    expect(errors).toMatchObject([
      {
        message:
          'The records are of 2 years, and "maxBuckets" is 1; allow more buckets, or use a narrower filter.',
        extensions: { code: 'RESULT_TOO_LARGE', argument: 'maxBuckets' },
      },
    ]);
    expect(await histogramOf('edges.example', '(maxBuckets: 2)')).toHaveLength(2);
  });

  test.each([0, -1, 10_001])('maxBuckets: %d is refused', async (most) => {
    const { errors } = await ask('edges.example', `(maxBuckets: ${most})`);
    expect(errors).toMatchObject([
      {
        message: `The argument "maxBuckets" is ${most}; it must be between 1 and 10000.`,
        extensions: { code: 'ARGUMENT_INVALID', argument: 'maxBuckets' },
      },
    ]);
  });
});

test('the range of dates is that of the first and the last record, and null without a record', async () => {
  const rangeOf = async (site: string) => (await ask(site)).data.records.dateRange;
  expect(await rangeOf('edges.example')).toEqual({
    earliest: '1000-01-01T00:00:00.000Z',
    latest: lastInstant,
  });
  expect(await rangeOf('one-day.example')).toEqual({
    earliest: '2014-03-08T05:00:00.000Z',
    latest: '2014-03-08T06:00:00.000Z',
  });
  expect(await rangeOf('nowhere.example')).toBeNull();
  expect(await histogramOf('nowhere.example')).toEqual([]);
});

test.each(['EXACT', 'FAST'])(
  'figures without text are exact with accuracy: %s',
  async (accuracy) => {
    const { records } = await service.query<{ records: object }>(
      `{ records(accuracy: ${accuracy}, filter: { date: { lt: "2014-12-29" } }) { isExact totalCount } }`,
    );
    expect(records).toEqual({ isExact: true, totalCount: 13 });
  },
);
