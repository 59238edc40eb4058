// cspell:ignore QUJD
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { item, type Service, startService } from '../support/service.js';

let service: Service;
beforeAll(async () => {
  service = await startService();
  await service.importItems([item(), item({ uri: 'http://other.example/' })]);
});
afterAll(() => service.stop());

/** A value in GraphQL's notation, which differs from JSON in the names of fields. */
function literal(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return `{${Object.entries(value).map(([name, inner]) => `${name}: ${literal(inner)}`)}}`;
}

const nested = (depth: number): object => (depth === 1 ? {} : { and: [nested(depth - 1)] });
const siteCursor = Buffer.from('sites:ADDED_DESC:1:1').toString('base64url');
const cursor = (text: string) => Buffer.from(text).toString('base64url');
/** Another text in Base64 that stands for the same bytes. */
const twin = (text: string) =>
  `${text.slice(0, -1)}${String.fromCharCode(text.charCodeAt(text.length - 1) + 1)}`;
const date = (value: unknown) => ({ filter: { date: { gte: value } } });

const types = {
  first: 'Int',
  last: 'Int',
  after: 'String',
  before: 'String',
  filter: 'RecordFilter',
} as const;
type Args = { [Name in keyof typeof types]?: unknown };

const cases: readonly [
  what: string,
  args: Args,
  code: string,
  argument: string,
  message: string | RegExp,
][] = [
  ...([-1, 101, 2 ** 31 - 1] as const).flatMap((size) =>
    (['first', 'last'] as const).map((name): (typeof cases)[number] => [
      `${name}: ${size}`,
      { [name]: size },
      'PAGE_SIZE_INVALID',
      name,
      `The argument "${name}" is ${size}; it must be between 0 and 100.`,
    ]),
  ),
  [
    'first with last',
    { first: 5, last: 6 },
    'PAGE_ARGUMENTS_CONFLICT',
    'last',
    'Both "first" (5) and "last" (6) were given; pass one of them.',
  ],
  ...(['after', 'before'] as const).flatMap((name): (typeof cases)[number][] => {
    const refused = (what: string, text: string, reason: RegExp): (typeof cases)[number] => [
      `${what} as "${name}"`,
      { [name]: text },
      'CURSOR_INVALID',
      name,
      new RegExp(
        `^The argument "${name}" is not a cursor of "records" in the order DATE_DESC: ${reason.source}\\.$`,
      ),
    ];
    const foreign = /it does not come from this service/;
    const changed = /it was altered; send cursors unchanged/;
    return [
      refused('garbage', 'garbage', foreign),
      [
        `an empty cursor as "${name}"`,
        { [name]: '' },
        'CURSOR_INVALID',
        name,
        `The argument "${name}" is empty; expected a cursor, or null for none.`,
      ],
      refused('a very long cursor', 'QUJD'.repeat(10_000), foreign),
      refused('a lone surrogate', '\ud800'.toWellFormed(), foreign),
      refused('a cursor with an end of its own', `${cursor('records:DATE_DESC:1:1')}=`, changed),
      refused('a cursor with a zero too many', cursor('records:DATE_DESC:01:1'), changed),
      refused(
        'a cursor with a date beyond all dates',
        cursor('records:DATE_DESC:8640000000000001:1'),
        changed,
      ),
      ...(['-30610224000001', '253402300800000'] as const).map((key) =>
        refused(
          `a cursor with a date that no record has (${key})`,
          cursor(`records:DATE_DESC:${key}:1`),
          changed,
        ),
      ),
      refused(
        'a cursor with an end of no meaning',
        `${cursor('records:DATE_DESC:1:1')}\n`,
        changed,
      ),
      refused('a cursor with padding bits set', twin(cursor('records:DATE_DESC:12:1')), changed),
      refused(
        'a cursor with a number too large',
        cursor('records:DATE_DESC:1:9007199254740993'),
        changed,
      ),
      refused('a cursor without its id', cursor('records:DATE_DESC:1'), foreign),
      refused(
        'a cursor of another order',
        cursor('records:ADDED_ASC:1:1'),
        /it belongs to "records" in the order ADDED_ASC/,
      ),
      refused(
        'a cursor of another list',
        siteCursor,
        /it belongs to "sites" in the order ADDED_DESC/,
      ),
    ];
  }),
  ...['2023-02-30', '2023-02-29', '2023-13-01', '2023-00-10', '2023-04-31T10:00:00Z'].map(
    (day): (typeof cases)[number] => [
      `the impossible date ${day}`,
      date(day),
      'DATE_INVALID',
      'filter.date.gte',
      `"${day}" is not a date; expected an existing day like "2012-01-01" or an instant like "2012-01-01T15:30:00Z".`,
    ],
  ),
  ...[
    ...['', ' ', '2023', '2023-01', '20230101', '01/02/2003', '8 March 2014', 'yesterday'],
    ...['2023-01-01T24:01', '2023-01-01T10:60', '2023-01-01T10', '2023-01-01T10:00+24:00'],
    ...['2023-01-01T10:00:00 UTC', '2023-1-1', '+002023-01-01', 1394290800, true, {}, ['a']],
  ].map((value): (typeof cases)[number] => [
    `the date ${JSON.stringify(value)}`,
    date(value),
    'DATE_INVALID',
    'filter.date.gte',
    /is not a date; expected an existing day like "2012-01-01" or an instant like "2012-01-01T15:30:00Z"\.$/,
  ]),
  [
    'an impossible date deep in a filter',
    { filter: { not: { not: { date: { lt: '2023-02-30' } } } } },
    'DATE_INVALID',
    'filter.not.not.date.lt',
    /"2023-02-30" is not a date; /,
  ],
  [
    'a filter that is nested 9 deep',
    { filter: nested(9) },
    'FILTER_TOO_COMPLEX',
    'filter.and.0.and.0.and.0.and.0.and.0.and.0.and.0.and.0',
    /is nested 9 deep; at most 8 are allowed\.$/,
  ],
  [
    'a filter of 101 parts',
    { filter: { or: Array(100).fill({ text: 'a' }) } },
    'FILTER_TOO_COMPLEX',
    'filter',
    'The argument "filter" has too many parts; at most 100 are allowed.',
  ],
  ...(
    [
      ['filter.text', (text) => ({ text })],
      ['filter.title.contains', (contains) => ({ title: { contains } })],
      ['filter.uri.startsWith', (startsWith) => ({ uri: { startsWith } })],
      ['filter.not.title.equals', (equals) => ({ not: { title: { equals } } })],
      ['filter.and.1.text', (text) => ({ and: [{}, { text }] })],
    ] as [string, (text: string) => object][]
  ).map(([argument, filterOf]): (typeof cases)[number] => [
    `a text of 1001 characters as ${argument}`,
    { filter: filterOf('a'.repeat(1001)) },
    'ARGUMENT_INVALID',
    argument,
    `The argument "${argument}" has 1001 characters; at most 1000 are allowed.`,
  ]),
];

describe.each(cases)('%s', (_, args, code, argument, message) => {
  const names = Object.keys(args) as (keyof typeof types)[];

  test.each([
    [
      'as a literal',
      () => service.ask(`{ records(${literal(args).slice(1, -1)}) { nodes { id } } }`),
    ],
    [
      'as a variable',
      () =>
        service.ask(
          `query (${names.map((name) => `$${name}: ${types[name]}`)}) {
            records(${names.map((name) => `${name}: $${name}`)}) { nodes { id } }
          }`,
          args,
        ),
    ],
  ])('is refused %s, with its code and the invalid argument', async (_, ask) => {
    const { errors } = await ask();
    expect(errors).toMatchObject([{ extensions: { code, argument } }]);
    expect(errors?.[0]?.message).toEqual(
      typeof message === 'string'
        ? expect.stringContaining(message)
        : expect.stringMatching(message),
    );
  });
});
