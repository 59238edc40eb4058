import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type FaultyProxy, startFaultyProxy } from '../../../support/faulty-proxy.js';
import {
  type ImportFolder,
  importFolder,
  mixedCounts,
  mixedItems,
  ndjson,
} from '../../../support/importing.js';
import { type Service, startService } from '../../../support/service.js';

const count = 300;

let service: Service;
let proxy: FaultyProxy;
let folder: ImportFolder;
let file: string;
beforeAll(async () => {
  service = await startService();
  proxy = await startFaultyProxy(await service.app.listen());
});
afterAll(async () => {
  await proxy.close();
  await service.stop();
});
beforeEach(async () => {
  folder = await importFolder();
  const title = `${Math.random()}`;
  // Each test has records of its own.
  const items = mixedItems(count).map((each) => ({ ...each, title: each.title && title }));
  file = await folder.write('rows.ndjson', ndjson(items));
});
afterEach(async () => {
  proxy.faults.length = 0;
  proxy.bodies.length = 0;
  proxy.headers.length = 0;
  await folder.remove();
});

const importing = (...args: string[]) =>
  folder.import([file, '--url', proxy.url, '--report', folder.file('report.json'), ...args]);

const keyIn = (body: string) => JSON.parse(body).variables.input.idempotencyKey;

describe('records import retries after', () => {
  test.each([
    ['429', { status: 429, headers: { 'retry-after': '0' } }],
    ['503 with a date', { status: 503, headers: { 'retry-after': new Date().toUTCString() } }],
    ['502 of a proxy', { status: 502, body: '<html>Bad Gateway</html>' }],
    ['504', { status: 504 }],
    ['500 of a proxy', { status: 500, body: '<html>Internal Server Error</html>' }],
    [
      'an error of the database',
      {
        status: 200,
        body: '{"data":null,"errors":[{"message":"The database is away.","extensions":{"code":"DATABASE_UNAVAILABLE"}}]}',
      },
    ],
    ['a connection that is closed', 'no connection' as const],
    ['an answer that is lost', 'no answer' as const],
    ['an answer that is cut off', 'half an answer' as const],
  ])('%s', async (_, fault) => {
    proxy.faults.push(fault, fault);
    const { code } = await importing();
    expect(code).toBe(2);
    expect(await folder.readJson('report.json')).toMatchObject(mixedCounts(count));
    expect(proxy.bodies).toHaveLength(3);
    expect(new Set(proxy.bodies.map(keyIn)).size).toBe(1);
  });
});

test('records import waits as long as the service asks', async () => {
  proxy.faults.push({ status: 429, headers: { 'retry-after': '1' } });
  const start = performance.now();
  const { code, errors } = await importing();
  expect(performance.now() - start).toBeGreaterThan(1000);
  expect(code).toBe(2);
  expect(errors).toContain('It asks to wait 1 s. Retrying.');
});

test('records import gives up if the service asks to wait longer than --retry-seconds', async () => {
  proxy.faults.push({ status: 503, headers: { 'retry-after': '100' } });
  const { code, errors } = await importing('--retry-seconds', '5', '--quiet');
  expect([code, errors]).toEqual([
    1,
    `The service at ${proxy.url}/graphql did not accept rows within the 5 s of --retry-seconds. It returned HTTP 503. It asks to wait 100 s. ${file}: 0 rows are done; run the same command again to resume.\n`,
  ]);
});

test('an absurdly long Retry-After is reported as more than a day', async () => {
  proxy.faults.push({ status: 429, headers: { 'retry-after': '9'.repeat(30) } });
  const { code, errors } = await importing('--quiet');
  expect([code, errors]).toEqual([
    1,
    expect.stringContaining(' It returned HTTP 429. It asks to wait more than a day. '),
  ]);
});

describe('--retry-seconds', () => {
  test('does not limit the duration of one attempt', async () => {
    proxy.faults.push('late answer');
    const { code, errors } = await importing('--retry-seconds', '1', '--quiet');
    expect([code, errors]).toEqual([2, '']);
    expect(proxy.bodies).toHaveLength(1);
  });

  test('allows no second attempt if it is 0', async () => {
    proxy.faults.push({ status: 503 });
    const { code, errors } = await importing('--retry-seconds', '0', '--quiet');
    expect([code, errors]).toEqual([
      1,
      expect.stringContaining('within the 0 s of --retry-seconds. It returned HTTP 503. '),
    ]);
    expect(proxy.bodies).toHaveLength(1);
  });
});

const noService =
  'Unexpected response (HTTP 200): this does not look like a records service. Check --url.';

describe('records import fails at once, with the message of the service, for', () => {
  const said = (message: string) => JSON.stringify({ errors: [{ message }] });
  test.each([
    ['400', { status: 400, body: said('That is wrong.') }, 'That is wrong.'],
    ['401', { status: 401, body: said('Who are you?') }, 'Who are you?'],
    ['403 of a proxy', { status: 403, body: '' }, 'The token is missing or wrong (HTTP 403).'],
    ['413', { status: 413, body: said('That is too much.') }, 'That is too much.'],
    [
      'a redirect',
      { status: 301, headers: { location: 'https://elsewhere.example/' } },
      'It redirects (HTTP 301) to https://elsewhere.example/; set --url to that.',
    ],
    [
      '413 of a proxy',
      { status: 413, body: '<html>' },
      'A proxy in front of it does not accept request bodies of 0.1 MB (HTTP 413).',
    ],
    [
      'control characters of a terminal',
      { status: 400, body: said(`\u001b[7m red\u202e\n\u009b${'x'.repeat(3_000_000)}`) },
      ` [7m red ${'x'.repeat(492)}… `,
    ],
    ['something else', { status: 200, body: '<html>' }, noService],
    ['an error without a message', { status: 200, body: '{"errors":[null]}' }, noService],
    [
      'a response to something else',
      { status: 200, body: '{"data":{"bulkImport":{}}}' },
      noService,
    ],
  ])('%s', async (_, fault, sentence) => {
    proxy.faults.push(fault);
    const { code, errors } = await importing('--quiet');
    expect(code).toBe(1);
    expect(errors).toContain(
      `The service at ${proxy.url}/graphql does not accept the rows. ${sentence.trimStart()}`,
    );
    expect(proxy.bodies).toHaveLength(1);
  });

  test('a relative redirect, which is resolved', async () => {
    proxy.faults.push({ status: 307, headers: { location: '../other?a=1' } });
    expect((await importing('--quiet')).errors).toContain(
      `It redirects (HTTP 307) to ${proxy.url}/other?a=1; set --url to that.`,
    );
  });

  const { inserted, duplicates, rejected } = mixedCounts(count);
  const all = Array.from({ length: rejected }, (_, index) => ({ index, reasons: [] }));
  test.each([
    ['one row too few', { inserted: inserted - 1 }],
    ['less than nothing', { inserted: inserted + 2 * duplicates, duplicates: -duplicates }],
    ['fewer reasons than rejected rows', { rejections: all.slice(1) }],
    ['a row twice', { rejections: [...all.slice(1), all[1]] }],
    ['a row that was not sent', { rejections: [...all.slice(1), { index: count, reasons: [] }] }],
  ])('records import refuses counts that do not match its rows: %s', async (_what, part) => {
    const response = { import: null, inserted, duplicates, rejected, rejections: all, ...part };
    proxy.faults.push({ status: 200, body: JSON.stringify({ data: { bulkImport: response } }) });
    const { code, errors } = await importing('--quiet');
    expect([code, errors]).toEqual([1, expect.stringContaining(noService)]);
  });
});

test('a token is sent, and never printed', async () => {
  proxy.faults.push({ status: 401 });
  const { code, errors, printed } = await importing('--token', 'secret-token');
  expect(code).toBe(1);
  expect(proxy.headers[0]?.authorization).toBe('Bearer secret-token');
  expect(errors + printed).not.toContain('secret');
});
