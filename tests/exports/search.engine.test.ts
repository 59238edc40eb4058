import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { exported } from '../support/exported.js';
import { send } from '../support/http.js';
import { recordOrders } from '../support/paging.js';
import { item, type Service, startService } from '../support/service.js';

// Two pages of what an export reads at once, with many dates the same.
const count = 1100;
let service: Service;
beforeAll(async () => {
  service = await startService({ NODE_ENV: 'production', PERSISTED_OPERATIONS: 'only' });
  const items = Array.from({ length: count }, (_, n) =>
    item({
      title: n % 2 === 0 ? `Café ${n}` : `Other ${n}`,
      uri: `https://${['www', 'two', 'three'][n % 3]}.example.com/${n % 5 === 0 ? 'cafe' : 'x'}/${n}`,
      date: `2014-03-0${1 + ((n * 7) % 4)}T15:00:00Z`,
    }),
  );
  await send(service.app, { method: 'POST', url: '/v1/bulk', payload: items });
});
afterAll(() => service.stop());

const numberOf = (title: unknown) => Number(String(title).split(' ')[1]);
const numbersFor = async (query: Record<string, string> | string) =>
  (await exported(service, `${new URLSearchParams(query)}`)).map(({ title }) => numberOf(title));
const dayOf = (n: number) => (n * 7) % 4;
const all = Array.from({ length: count }, (_, n) => n);

describe('an export by a filter', () => {
  const both = { text: 'CAFÉ', and: [{ site: 'www.example.com' }], date: { gt: '2014-03-02' } };
  const matching = all.filter((n) => (n % 2 === 0 || n % 5 === 0) && n % 3 === 0 && dayOf(n) >= 1);

  test.each(recordOrders)('has the records of the filter in the order %s', async (orderBy) => {
    const sign = orderBy.endsWith('DESC') ? -1 : 1;
    const byDate = orderBy.startsWith('DATE') ? 1 : 0;
    const order = (a: number, b: number) => sign * (byDate * (dayOf(a) - dayOf(b)) || a - b);
    expect(await numbersFor({ orderBy, filter: JSON.stringify(both) })).toEqual(
      matching.toSorted(order),
    );
    expect(await numbersFor({ orderBy })).toEqual(all.toSorted(order));
  });

  test('has those that satisfy the other parameters as well', async () => {
    const filter = JSON.stringify({ not: { site: 'three.example.com' } });
    const found = await numbersFor({ filter, contains: 'other', before: '2014-03-03' });
    const expected = all.filter((n) => n % 3 !== 2 && n % 2 === 1 && dayOf(n) < 2);
    expect(found.sort((a, b) => a - b)).toEqual(expected);
  });

  test.each(['null', '{}', '{"text":null}'])('has all records for %s', async (filter) => {
    expect(await numbersFor({ filter })).toEqual(all);
  });
});

test('an export can be narrowed to a text of the title or the URI, and to several sites', async () => {
  const inBoth = all.filter((n) => n % 2 === 0 || n % 5 === 0);
  expect(await numbersFor({ text: 'cafe' })).toEqual(inBoth);
  const two = 'site=www.example.com&site=&site=TWO.example.com';
  expect(await numbersFor(`text=cafe&${two}`)).toEqual(inBoth.filter((n) => n % 3 !== 2));
});

test('a day without a time is its midnight, so the records later on the last day are left out', async () => {
  expect(await numbersFor({ before: '2014-03-02' })).toHaveLength(count / 4);
  expect(await numbersFor({ before: '2014-03-02T23:59:59.999Z' })).toHaveLength(count / 2);
});

describe('an export is refused as GraphQL refuses the filter', () => {
  const nested = (depth: number) => `${'{"not":'.repeat(depth)}{}${'}'.repeat(depth)}`;
  test.each([
    ['{', 'ARGUMENT_INVALID', 'filter', /^The parameter "filter" is not JSON; expected a filter/],
    ['5', 'BAD_USER_INPUT', 'filter', /has the value 5, which is not valid: Expected type/],
    ['{"texts":1}', 'BAD_USER_INPUT', 'filter', /Field "texts" is not defined by type[^?]*$/],
    ['{"text":1}', 'BAD_USER_INPUT', 'filter.text', /String cannot represent a non string/],
    [
      '{"date":{"gte":"2014-02-30"}}',
      'DATE_INVALID',
      'filter.date.gte',
      /^The parameter "filter" has the value "2014-02-30" at "filter.date.gte", which is not valid: "2014-02-30" is not a date/,
    ],
    ['{"import":90071992547409930}', 'BAD_USER_INPUT', 'filter.import', /digits were lost/],
    [nested(9), 'FILTER_TOO_COMPLEX', /^filter(\.not)+$/, /^The parameter "filter.*nested 9 deep/],
    [nested(70), 'BODY_TOO_COMPLEX', undefined, /64/],
    [
      JSON.stringify({ sites: Array(120).fill('a.example') }),
      'FILTER_TOO_COMPLEX',
      'filter',
      /too many parts; at most 100/,
    ],
    [
      JSON.stringify({ or: Array(1100).fill({}) }),
      'LIST_TOO_LONG',
      'filter.or',
      /The list "filter.or" has 1100 items/,
    ],
    [
      JSON.stringify({ text: 'x'.repeat(1001) }),
      'ARGUMENT_INVALID',
      'filter.text',
      /^The parameter "filter.text" has 1001 characters/,
    ],
  ])('for %.40s', async (filter, code, argument, sentence) => {
    const query = new URLSearchParams({ filter });
    const answer = await send(service.app, { url: `/v1/export?${query}` });
    expect([answer.statusCode, answer.json().code, answer.json().error]).toEqual([
      ...[400, code, expect.stringMatching(sentence)],
    ]);
    if (argument instanceof RegExp) expect(answer.json().argument).toMatch(argument);
    else expect(answer.json().argument).toBe(argument);
    const head = await send(service.app, { method: 'HEAD', url: `/v1/export?${query}` });
    expect(head.statusCode).toBe(400);
  });

  test('for an order that there is not', async () => {
    const answer = await send(service.app, { url: '/v1/export?orderBy=date' });
    expect(answer.json().error).toBe(
      'The parameter "orderBy" is "date"; it must be one of DATE_DESC, DATE_ASC, ADDED_DESC, ADDED_ASC.',
    );
  });
});

test.each([
  ['records-confort', 'attachment; filename="records-confort.csv"'],
  ['records.CSV', 'attachment; filename="records.csv"'],
  ['../../etc/passwd', 'attachment; filename="-..-etc-passwd.csv"'],
  ['setup.exe', 'attachment; filename="setup.exe.csv"'],
  ['a"b\\c;d', 'attachment; filename="a-b-c;d.csv"'],
  ['a\r\nSet-Cookie: x=1', 'attachment; filename="a-Set-Cookie- x=1.csv"'],
  ['\u202egpj.csv', 'attachment; filename="-gpj.csv"'],
  ['...', 'attachment; filename="records.csv"'],
  ['50 %', `attachment; filename="50 _.csv"; filename*=UTF-8''50%20%25.csv`],
  [
    "l'été 😀",
    `attachment; filename="l'ete __.csv"; filename*=UTF-8''l%27%C3%A9t%C3%A9%20%F0%9F%98%80.csv`,
  ],
  ['x'.repeat(300), `attachment; filename="${'x'.repeat(150)}.csv"`],
])(
  'the file of an export is named as the client wishes, as far as it is safe: %j',
  async (filename, header) => {
    const query = new URLSearchParams({ filename, format: 'csv', site: 'nowhere' });
    const { headers } = await send(service.app, { url: `/v1/export?${query}` });
    expect(headers['content-disposition']).toBe(header);
  },
);
