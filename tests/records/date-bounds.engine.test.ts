import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { run } from '../../src/cli/run.js';
import { get } from '../support/cached.js';
import { exported } from '../support/exported.js';
import { send } from '../support/http.js';
import { apolloManifest, createManifestFolder, type ManifestFolder } from '../support/manifests.js';
import type { TestDatabase } from '../support/servers/engines.js';
import { item, migratedDatabase, type Service, startService } from '../support/service.js';
import { testTerminal } from '../support/terminal.js';

// The earliest and the latest date that are stored, and one with milliseconds in between.
const dates = {
  A: '1000-01-01T00:00:00Z',
  B: '2012-06-30T23:59:59.123Z',
  C: '9999-12-31T23:59:59.999Z',
};

const byVariable =
  'query ByVariable($date: DateRange) { records(filter: { date: $date }, orderBy: DATE_ASC) { totalCount nodes { title } } }';
const byBound =
  'query ByBound($bound: DateTime) { records(filter: { not: { date: { gte: $bound } } }, orderBy: DATE_ASC) { totalCount nodes { title } } }';

let database: TestDatabase;
let folder: ManifestFolder;
let service: Service;
/** One that has compiled the documents, see `PERSISTED_MANIFESTS`. */
let compiled: Service;
beforeAll(async () => {
  folder = await createManifestFolder();
  const manifest = await folder.write('m.json', apolloManifest([byVariable, byBound]));
  database = await migratedDatabase();
  const env = { DATABASE_URL: database.url };
  service = await startService(env);
  compiled = await startService({ ...env, PERSISTED_MANIFESTS: manifest, CACHE_MEGABYTES: '0' });
  const items = Object.entries(dates).map(([title, date]) => item({ title, date }));
  expect(await service.importItems(items)).toMatchObject({ inserted: 3 });
});
afterAll(async () => {
  await compiled.stop();
  await service.stop();
  await database.drop();
  await folder.remove();
});

interface Found {
  readonly records: {
    readonly totalCount: number;
    readonly nodes: readonly { readonly title: string }[];
  };
}

function titlesIn({ records: { totalCount, nodes } }: Found): string {
  expect(totalCount).toBe(nodes.length);
  return titlesOf(nodes);
}

const titlesOf = (records: readonly { readonly title?: string | null }[]) =>
  records.map(({ title }) => title).join('');

type Range = Readonly<Partial<Record<'lt' | 'lte' | 'gt' | 'gte', string>>>;

async function found(range: Range): Promise<string> {
  const literal = Object.entries(range).map(([name, bound]) => `${name}: "${bound}"`);
  const answers = [
    await service.query<Found>(
      `{ records(filter: { date: { ${literal} } }, orderBy: DATE_ASC) { totalCount nodes { title } } }`,
    ),
    await service.query<Found>(byVariable, { date: range }),
    await compiled.query<Found>(byVariable, { date: range }),
    (await get(service, { query: byVariable, variables: { date: range } })).json().data,
  ];
  const [titles = '', ...others] = answers.map(titlesIn);
  expect(others).toEqual([titles, titles, titles]);
  return titles;
}

/** What the calls of REST and the command line find, whose bounds both count. */
async function foundOutside(parameter: 'after' | 'before', bound: string): Promise<string> {
  const query = `${parameter}=${encodeURIComponent(bound)}`;
  const terminal = testTerminal(
    { DATABASE_URL: database.url },
    { waitForStop: () => new Promise(() => {}) },
  );
  const args = ['export', '--format', 'ndjson', `--${parameter}`, bound];
  expect(await run(args, terminal)).toBe(0);
  const lines = terminal.printed().split('\n').filter(Boolean);
  const answers = [
    (await send(service.app, { url: `/v1/?${query}` })).json().toReversed(),
    await exported(service, query),
    lines.map((line) => JSON.parse(line)),
  ];
  const [titles = '', ...others] = answers.map((records) => [...titlesOf(records)].sort().join(''));
  expect(others).toEqual([titles, titles]);
  return titles;
}

const all = 'ABC';

// What is earlier than the bound, and whether B is dated exactly so.
const cases: readonly [bound: string, earlier: string, equal?: string][] = [
  // Ends of time, as programs write them.
  ['9999-12-31T23:59:59.999Z', 'AB', 'C'],
  ['9999-12-31T23:59:59Z', 'AB'],
  ['9999-12-31T23:59:59-05:00', all],
  ['9999-12-31T23:59:59.9999999Z', all],
  ['9999-12-31T23:59:59.999999999-00:00', all],
  ['9999-12-31T24:00:00Z', all],
  ['9999-12-31T23:59:59.999-23:59', all],
  ['9999-12-31T23:59:59.999+14:00', 'AB'],
  ['9999-12-31', 'AB'],
  // And their beginnings.
  ['1000-01-01', '', 'A'],
  ['1000-01-01T00:00:00.0000001Z', 'A'],
  ['1000-01-01T00:00+00:01', ''],
  ['1000-01-01T00:00-00:01', 'A'],
  ['0999-12-31T23:59:59.9999Z', ''],
  ['0001-01-01T00:00:00Z', ''],
  ['0001-01-01T00:00:00+14:00', ''],
  ['0000-01-01', ''],
  ['0000-01-01T00:00:00+05:00', ''],
  ['0099-02-28T10:00Z', ''],
  // More exact than records are dated.
  ['2012-06-30T23:59:59.123Z', 'A', 'B'],
  ['2012-06-30T23:59:59.123000Z', 'A', 'B'],
  ['2012-06-30T23:59:59.123000000Z', 'A', 'B'],
  ['2012-06-30T23:59:59.1230001Z', 'AB'],
  ['2012-06-30T23:59:59.1239Z', 'AB'],
  ['2012-06-30T23:59:59.123000000000000001Z', 'AB'],
  ['2012-06-30T23:59:59.1229999Z', 'A'],
  ['2012-07-01T01:59:59.122999+02:00', 'A'],
  ['2012-07-01T01:59:59.123+02:00', 'A', 'B'],
  // One instant, named in several ways.
  ['2012-07-01', 'AB'],
  ['2012-06-30T24:00', 'AB'],
  ['2012-06-30T23:59:59.123-00:00', 'A', 'B'],
  ['2012-06-30t23:59:59.123z', 'A', 'B'],
];

describe.each(cases)('the date bound %s', (bound, earlier, equal = '') => {
  const upTo = earlier + equal;
  const without = (titles: string) => all.replace(titles, '');

  test('has the right records on either side', async () => {
    expect(await found({ lt: bound })).toBe(earlier);
    expect(await found({ lte: bound })).toBe(upTo);
    expect(await found({ gt: bound })).toBe(without(upTo));
    expect(await found({ gte: bound })).toBe(without(earlier));
    expect(await found({ gte: bound, lte: bound })).toBe(equal);
  });

  test('divides the records the same way when negated', async () => {
    for (const each of [service, compiled]) {
      expect(titlesIn(await each.query<Found>(byBound, { bound }))).toBe(earlier);
    }
  });

  test('finds the same by REST, exports and the command line', async () => {
    expect(await foundOutside('before', bound)).toBe(upTo);
    expect(await foundOutside('after', bound)).toBe(without(earlier));
  });
});

test.each(['2016-12-31T23:59:60Z', '2012-06-30T24:00:00.001Z', '2012-06-30T24:01', '10000-01-01'])(
  '%s is refused by every API, as no record can have that date',
  async (bound) => {
    const { errors } = await service.ask(byVariable, { date: { lt: bound } });
    expect(errors?.[0]?.extensions).toEqual({ code: 'DATE_INVALID', argument: 'date.lt' });
    for (const path of ['/v1/', '/v1/export']) {
      const answer = await send(service.app, { url: `${path}?before=${bound}` });
      expect(answer.json()).toMatchObject({ code: 'DATE_INVALID', argument: 'before' });
    }
    const terminal = testTerminal({ DATABASE_URL: database.url });
    expect(await run(['export', '--before', bound], terminal)).toBe(1);
    expect(terminal.errors()).toContain(`The option --before is invalid: "${bound}" is not a date`);
  },
);

test('a date bound that is the default of a variable is read, or refused, like any other', async () => {
  const asked = (bound: string) =>
    service.ask(byVariable.replace('$date: DateRange', `$date: DateRange = { lt: "${bound}" }`));
  expect(titlesIn((await asked('9999-12-31T23:59:59-05:00')).data as never)).toBe(all);
  expect(titlesIn((await asked('2012-06-30T23:59:59.1230001Z')).data as never)).toBe('AB');
  const { errors } = await asked('2012-06-31');
  expect(errors?.[0]?.extensions).toEqual({ code: 'DATE_INVALID', argument: 'date.lt' });
});

test('aggregates and pages respect a bound between two milliseconds', async () => {
  const { records } = await service.query<{ records: Record<string, unknown> }>(
    `query ($date: DateRange) {
      records(filter: { date: $date }, first: 1, orderBy: DATE_ASC) {
        histogram(by: YEAR) { start count } topSites { count } pageInfo { hasNextPage }
      }
    }`,
    { date: { gte: '0001-01-01', lt: '9999-12-31T23:59:59-05:00' } },
  );
  expect(records).toEqual({
    histogram: [
      { start: '1000-01-01T00:00:00.000Z', count: 1 },
      { start: '2012-01-01T00:00:00.000Z', count: 1 },
      { start: '9999-01-01T00:00:00.000Z', count: 1 },
    ],
    topSites: [{ count: 3 }],
    pageInfo: { hasNextPage: true },
  });
});

describe('an offset whose "+" was decoded to a space', () => {
  const blank = '2012-01-01T00:00:00 02:00';
  const said =
    '"2012-01-01T00:00:00 02:00" is not a date: its offset has no sign. In the query string of a URL, "+" means a space; write it as "%2B".';

  test.each(['/v1/?after=', '/v1/?before=', '/v1/export?after=', '/v1/export?before='])(
    'is named by %s, and its advice works',
    async (start) => {
      const refused = await send(service.app, { url: `${start}2012-01-01T00:00:00+02:00` });
      expect([refused.statusCode, refused.json().code]).toEqual([400, 'DATE_INVALID']);
      expect(refused.json().error).toContain(said);
      const mended = await send(service.app, { url: `${start}2012-01-01T00:00:00%2B02:00` });
      expect(mended.statusCode).toBe(200);
    },
  );

  test('is pointed out in the variables and in the document of a GET', async () => {
    const headers = { 'apollo-require-preflight': '1' };
    const variables = '{"date":{"gte":"2012-01-01T00:00:00+02:00"}}';
    const literal = byVariable.replace('$date }', '{ gte: "2012-01-01T00:00:00+02:00" } }');
    for (const url of [
      `/graphql?query=${encodeURIComponent(byVariable)}&variables=${variables}`,
      `/graphql?query=${encodeURIComponent(literal).replace('%2B', '+')}`,
    ]) {
      const { errors } = (await send(service.app, { url, headers })).json();
      expect(errors[0].message).toContain(said);
    }
  });

  test('is pointed out on the command line', async () => {
    const terminal = testTerminal({ DATABASE_URL: database.url });
    expect(await run(['export', '--after', blank], terminal)).toBe(1);
    expect(terminal.errors()).toContain(said);
  });
});
