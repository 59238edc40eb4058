import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type FaultyProxy, startFaultyProxy } from '../../../support/faulty-proxy.js';
import {
  type ImportFolder,
  importFolder,
  mixedCounts,
  mixedItems,
  ndjson,
} from '../../../support/importing.js';
import { item, type Service, startService } from '../../../support/service.js';
import { storedIn } from '../../../support/stored.js';

let service: Service | undefined;
let proxy: FaultyProxy;
let folder: ImportFolder;
beforeEach(async () => {
  folder = await importFolder();
});
afterEach(async () => {
  await proxy.close();
  await service?.stop();
  await folder.remove();
});

async function serve(env: Record<string, string> = {}): Promise<Service> {
  service = await startService(env);
  proxy = await startFaultyProxy(await service.app.listen());
  return service;
}

const importing = (...args: string[]) => folder.import([...args, '--url', proxy.url, '--quiet']);
const inputIn = (body: string) => JSON.parse(body).variables.input;

describe.each(['apq', 'safelist', 'only'])('a service with PERSISTED_OPERATIONS=%s', (level) => {
  test('accepts rows of records import', async () => {
    await serve({ PERSISTED_OPERATIONS: level });
    const file = await folder.write('rows.ndjson', ndjson(mixedItems(100)));
    const ended = await importing(file, '--report', folder.file('report.json'));
    expect(ended).toEqual({ code: 2, printed: '', errors: '' });
    expect(await folder.readJson('report.json')).toMatchObject(mixedCounts(100));
  });
});

test('a service that does not know the id of the operation is sent the document', async () => {
  await serve();
  const error = { message: 'No document.', extensions: { code: 'PERSISTED_DOCUMENT_NOT_FOUND' } };
  proxy.faults.push({ status: 404, body: JSON.stringify({ errors: [error] }) });
  const file = await folder.write('rows.ndjson', ndjson([item()]));
  expect((await importing(file)).code).toBe(0);
  expect(proxy.bodies.map((body) => Object.keys(JSON.parse(body)))).toEqual([
    ['documentId', 'variables'],
    ['query', 'variables'],
  ]);
});

test('rows are sent with their line numbers, and with the text of unreadable rows', async () => {
  const { app } = await serve();
  const file = await folder.write('rows.ndjson', `${ndjson([item()])}no JSON\n`);
  expect((await importing(file, '--source', 'lines')).code).toBe(2);
  expect(inputIn(proxy.bodies[0] ?? '')).toMatchObject({
    source: 'lines',
    items: [{ line: 1 }, { line: 2, raw: 'no JSON' }],
  });
  const { rejections } = await storedIn({ app } as Service);
  expect(rejections).toMatchObject([{ item_index: 1 }]);
});

test('rows that do not fit into one request body are sent in several', async () => {
  await serve();
  const items = Array.from({ length: 9 }, (_, n) =>
    item({ title: 'x'.repeat(2_000_000), uri: `https://www.example.com/${n}` }),
  );
  const file = await folder.write('rows.ndjson', ndjson([...items, item()]));
  expect((await importing(file, '--report', folder.file('report.json'))).code).toBe(2);
  expect(await folder.readJson('report.json')).toMatchObject({
    received: 10,
    inserted: 1,
    rejected: 9,
    reasons: { TITLE_TOO_LONG: 9 },
  });
  // Compressed, titles like these would look like a decompression bomb.
  const packings = proxy.headers.map((headers) => headers['content-encoding']);
  expect(packings).toEqual([undefined, undefined, undefined]);
  const sent = proxy.bodies.map(inputIn);
  expect(sent.map(({ items: { length } }) => length)).toEqual([7, 1, 2]);
  expect(new Set(sent.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(3);
});

test('a row that does not fit into a request body is imported or rejected like any other', async () => {
  const { query } = await serve();
  const spaces = ' '.repeat(15.9 * 1024 * 1024);
  const items = [
    item({ title: `a${spaces}title` }),
    item({ title: 'x'.repeat(15.9 * 1024 * 1024) }),
  ];
  const file = await folder.write('rows.ndjson', ndjson(items));
  const rejects = folder.file('rejects.ndjson');
  const ended = await importing(file, '--rejects', rejects, '--report', folder.file('report.json'));
  expect(ended.code).toBe(2);
  expect(await folder.readJson('report.json')).toMatchObject({
    inserted: 1,
    reasons: { TITLE_TOO_LONG: 1 },
  });
  expect(await query('{ records { nodes { title } } }')).toEqual({
    records: { nodes: [{ title: 'a title' }] },
  });
  // A row of this length is not kept as a whole anywhere.
  expect(await folder.readJson('rejects.ndjson')).toMatchObject({
    line: 2,
    raw: `{"title":"${'x'.repeat(990)}…`,
    reasons: [{ code: 'TITLE_TOO_LONG' }],
  });
});

test('a service whose LIMIT_COST is too low for a chunk is reported with that setting', async () => {
  await serve({ LIMIT_COST: '1000' });
  const file = await folder.write('rows.ndjson', ndjson(mixedItems(9000)));
  expect(await importing(file)).toMatchObject({
    code: 1,
    errors: expect.stringMatching(
      /does not accept the rows\. Its LIMIT_COST is too low for imports of 9000 rows\. The operation costs \d+; at most 1000 is allowed\./,
    ),
  });
});

test.each([
  ['', '/graphql'],
  ['/', '/graphql'],
  ['/graphql', '/graphql'],
  ['/api/graphql?key=1', '/api/graphql?key=1'],
])('for the URL "…%s", requests are sent to %s', async (path, asked) => {
  await serve();
  proxy.faults.push({ status: 401 });
  const file = await folder.write('rows.ndjson', ndjson([item()]));
  const { errors } = await folder.import([file, '--url', `${proxy.url}${path}`, '--quiet']);
  expect(errors).toContain(`The service at ${proxy.url}${asked} does not accept the rows.`);
});

describe('requests are authorized by', () => {
  const asking = async (url: string, args: readonly string[], env: Record<string, string> = {}) => {
    const file = await folder.write('rows.ndjson', ndjson([item()]));
    const given = { env: { ...folder.env, ...env } };
    const { code } = await folder.import([file, '--url', url, ...args], given);
    expect(code).toBe(0);
    return proxy.headers[0]?.authorization;
  };

  test('the option --token', async () => {
    await serve();
    expect(await asking(proxy.url, ['--token', 'a.b'], { RECORDS_TOKEN: 'c' })).toBe('Bearer a.b');
  });

  test('RECORDS_TOKEN', async () => {
    await serve();
    expect(await asking(proxy.url, [], { RECORDS_TOKEN: 'c.d' })).toBe('Bearer c.d');
  });

  test('a user in the URL', async () => {
    await serve();
    const header = `Basic ${Buffer.from('me:p@ss').toString('base64')}`;
    expect(await asking(proxy.url.replace('//', '//me:p%40ss@'), [])).toBe(header);
  });
});
