import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { post } from '../../support/http.js';
import { item, type Service, startService } from '../../support/service.js';
import { storedIn } from '../../support/stored.js';

let service: Service;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.stop());

test.each([
  ['a text as line', { items: [item(), { line: '5' }] }, 'input.items[1].line'],
  ['a number as raw', { items: [{ raw: 5 }] }, 'input.items[0].raw'],
  ['a field that items have not', { items: [{ titel: 'A' }] }, 'input.items[0]'],
  ['null as an item', { items: [item(), item(), null] }, 'input.items[2]'],
  ['a text as an item', { items: ['https://example.com/'] }, 'input.items[0]'],
  ['null as items', { items: null }, 'input.items'],
  ['an unknown mode', { items: [item()], mode: 'SOME' }, 'input.mode'],
  ['an unknown date order', { items: [item()], dateOrder: 'YMD' }, 'input.dateOrder'],
  ['a text as dryRun', { items: [item()], dryRun: 'yes' }, 'input.dryRun'],
  ['a number as source', { items: [item()], source: 1 }, 'input.source'],
  ['no items', {}, 'input'],
])('bulkImport refuses %s, names the argument and stores nothing', async (_, input, argument) => {
  const { errors } = await service.ask(
    'mutation ($input: BulkImportInput!) { bulkImport(input: $input) { received } }',
    { input },
  );
  expect(errors?.[0]?.extensions).toEqual({ code: 'BAD_USER_INPUT', argument });
  expect((await storedIn(service)).imports).toEqual([]);
});

interface Payload {
  readonly bulkImport: {
    readonly inserted: number;
    readonly rejections: readonly {
      readonly index: number;
      readonly raw: string | null;
      readonly reasons: readonly {
        readonly code: string;
        readonly field: string;
        readonly message: string;
      }[];
    }[];
  };
}

const payload = 'inserted rejections { index raw reasons { code field message } }';
const byVariable = `mutation ($items: [RecordInput!]!) { bulkImport(input: { items: $items }) { ${payload} } }`;

/** Imports items that are written as JSON between two that are valid. */
async function imported(json: string): Promise<Payload['bulkImport']> {
  const [before, after] = [item({ title: 'Before' }), item({ title: 'After' })].map((each) =>
    JSON.stringify(each),
  );
  const variables = `{"items":[${before},${json},${after}]}`;
  const body = `{"query":${JSON.stringify(byVariable)},"variables":${variables}}`;
  const answer = (await post(service.app, '/graphql', body)).json();
  expect(answer.errors).toBeUndefined();
  return answer.data.bulkImport;
}

describe('a value of the wrong type in an item of bulkImport', () => {
  const uri = '"uri":"https://www.example.com/"';
  const lost =
    'The title is a number that JSON may not preserve as written; expected a string, a whole number up to 9007199254740991, or null.';

  test.each([
    ['title', 'true', 'The title is a boolean, "true"; expected a string, a whole number up to'],
    ['title', '["A"]', 'The title is a list, "["A"]"; expected a string'],
    ['title', '{"de":"A"}', 'The title is an object, "{"de":"A"}"; expected a string'],
    ['title', '1.10', lost],
    ['title', '1e400', lost],
    ['title', '-1e400', lost],
    ['title', '-0', lost],
    ['title', '12345678901234567890', lost],
    ['uri', 'false', 'The URI is a boolean, "false"; expected a string'],
    ['uri', '{}', 'The URI is an object, "{}"; expected a string'],
    [
      'date',
      '{"$date":1394290800000}',
      'The date is an object, "{"$date":1394290800000}"; expected a string',
    ],
    ['date', '[2014,3,8]', 'The date is a list, "[2014,3,8]"; expected a string'],
    ['date', '1394290800.5', 'The date is a number that JSON may not preserve'],
  ])('rejects only that item: %s: %s', async (field, value, message) => {
    const all = { title: '"A"', uri: '"https://www.example.com/"', date: '"2014-03-08"' };
    const members = Object.entries({ ...all, [field]: value });
    const json = `{${members.map(([name, each]) => `"${name}":${each}`).join()},"line":7}`;
    const { rejections } = await imported(json);
    const reasons = [{ code: 'VALUE_NOT_TEXT', field, message: expect.stringContaining(message) }];
    expect(rejections).toEqual([{ index: 1, raw: expect.any(String), reasons }]);
    // Whatever there was can be read from it again.
    expect(JSON.parse(String(rejections[0]?.raw))).toEqual(JSON.parse(json));
  });

  test('is a reason for each such field', async () => {
    const { rejections } = await imported('{"title":true,"uri":[],"date":{},"line":1}');
    expect(rejections[0]?.reasons.map(({ field }) => field)).toEqual(['title', 'uri', 'date']);
  });

  test('is no reason if it is a whole number, which is read as its digits', async () => {
    const date = '{"title":"A","date":1394290800,'.concat(uri, '}');
    expect((await imported(date)).rejections).toMatchObject([
      {
        index: 1,
        raw: null,
        reasons: [{ code: 'DATE_UNREADABLE', message: expect.stringContaining('bare number') }],
      },
    ]);
    expect((await imported(`{"title":1984,"date":20140308,${uri}}`)).rejections).toEqual([]);
    const { nodes } = (
      await service.query<{ records: { nodes: unknown[] } }>(
        '{ records(filter: { title: { equals: "1984" } }) { nodes { title date } } }',
      )
    ).records;
    expect(nodes).toEqual([{ title: '1984', date: '2014-03-08T00:00:00.000Z' }]);
  });

  test('rejects only that item if it is a literal, whose digits are kept as written', async () => {
    const literal = (title: string, date: string) =>
      service.query<Payload>(
        `mutation { bulkImport(input: { items: [{ title: ${title}, date: ${date}, ${uri.replaceAll('"uri"', 'uri')} }, { title: "B", ${uri.replaceAll('"uri"', 'uri')}, date: "2014" }] }) { ${payload} } }`,
      );
    const codesOf = ({ bulkImport: { rejections } }: Payload) =>
      rejections.map(({ index, reasons }) => [index, ...reasons.map(({ code }) => code)]);
    expect(codesOf(await literal('"A"', '1394290800'))).toContainEqual([0, 'DATE_UNREADABLE']);
    expect(codesOf(await literal('"A"', '1e400'))).toContainEqual([0, 'DATE_UNREADABLE']);
    expect(codesOf(await literal('true', '"2014-03-08"'))).toContainEqual([0, 'VALUE_NOT_TEXT']);
    expect(codesOf(await literal('"A"', '{ year: 2014 }'))).toContainEqual([0, 'VALUE_NOT_TEXT']);
    await literal('1.10', '20140308');
    const found = await service.query(
      '{ records(filter: { title: { equals: "1.10" } }) { totalCount } }',
    );
    expect(found).toEqual({ records: { totalCount: 1 } });
  });

  test('rejects only that item in a single item, and in a variable of its own', async () => {
    const single = `mutation ($input: BulkImportInput!, $one: RecordInput!) {
      a: bulkImport(input: $input) { ${payload} }
      b: bulkImport(input: { items: [$one] }) { ${payload} }
    }`;
    const data = await service.query<Record<string, Payload['bulkImport']>>(single, {
      input: { items: { title: true } },
      one: { date: false },
    });
    for (const each of ['a', 'b']) {
      expect(data[each]?.rejections[0]?.reasons[0]?.code).toBe('VALUE_NOT_TEXT');
    }
  });

  test('works with ALL_OR_NOTHING and with an idempotency key', async () => {
    const input = {
      items: [item({ title: 'Another' }), { title: true }],
      mode: 'ALL_OR_NOTHING',
      idempotencyKey: 'a key of wrong types',
    };
    const asked = `mutation ($input: BulkImportInput!) { bulkImport(input: $input) { replayed ${payload} } }`;
    const [first, second] = [
      await service.query<Payload>(asked, { input }),
      await service.query<Payload>(asked, { input }),
    ];
    expect(first.bulkImport).toMatchObject({ inserted: 0, replayed: false });
    expect(second.bulkImport).toEqual({ ...first.bulkImport, replayed: true });
    expect(first.bulkImport.rejections.map(({ reasons }) => reasons[0]?.code)).toEqual([
      'IMPORT_ABORTED',
      'VALUE_NOT_TEXT',
    ]);
  });
});
