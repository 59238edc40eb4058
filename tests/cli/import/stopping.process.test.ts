import { setTimeout as passed } from 'node:timers/promises';
import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  jest,
  test,
} from '@jest/globals';
import { type Checkout, checkOut } from '../../support/checkout.js';
import { type FaultyProxy, startFaultyProxy } from '../../support/faulty-proxy.js';
import {
  type ImportFolder,
  importFolder,
  mixedCounts,
  mixedItems,
  ndjson,
} from '../../support/importing.js';
import { type Service, startService } from '../../support/service.js';
import { until } from '../../support/until.js';

// Processes start slowly on a busy machine.
jest.setTimeout(60_000);

const count = 20_100;

let checkout: Checkout;
let service: Service;
let proxy: FaultyProxy;
let folder: ImportFolder;
let file: string;
beforeAll(async () => {
  checkout = await checkOut();
});
afterAll(() => checkout.remove());
beforeEach(async () => {
  service = await startService();
  proxy = await startFaultyProxy(await service.app.listen());
  folder = await importFolder();
  file = await folder.write('rows.ndjson', ndjson(mixedItems(count)));
});
afterEach(async () => {
  await proxy.close();
  await service.stop();
  await folder.remove();
});

const importing = (...args: string[]) =>
  checkout.records(
    [
      'import',
      file,
      '--url',
      proxy.url,
      '--report',
      folder.file('report.json'),
      '--quiet',
      ...args,
    ],
    folder.env,
  );

const requestsCome = (requests: number) =>
  until(`request ${requests} has come`, () => proxy.bodies.length >= requests, 1);

describe('Ctrl-C during records import', () => {
  test('stops after the request in flight, and the same command resumes', async () => {
    const first = importing();
    await requestsCome(2);
    first.child.kill('SIGINT');
    expect(await first.ended()).toBe(1);
    expect(first.output()).toMatch(
      /^The import was stopped\. \S+: [12]0000 rows are done; run the same command again to resume\.\n$/,
    );
    expect(await importing().ended()).toBe(2);
    expect(await folder.readJson('report.json')).toMatchObject(mixedCounts(count));
  });

  test('is not delayed by a service that does not respond', async () => {
    proxy.faults.push('silence');
    const command = importing();
    await requestsCome(1);
    command.child.kill('SIGINT');
    expect(await command.ended()).toBe(1);
    expect(command.output()).toMatch(/^The import was stopped\. \S+: 0 rows are done;/);
  });

  test('is not delayed by a Retry-After of the service', async () => {
    proxy.faults.push({ status: 503, headers: { 'retry-after': '100' } });
    const command = importing();
    await requestsCome(1);
    await passed(100);
    command.child.kill('SIGINT');
    expect(await command.ended()).toBe(1);
  });

  test('is not delayed by standard input', async () => {
    const command = checkout.records(['import', '--url', proxy.url, '--format', 'ndjson'], {
      ...folder.env,
    });
    command.child.stdin?.write(ndjson(mixedItems(30_000)));
    await requestsCome(1);
    command.child.kill('SIGINT');
    expect(await command.ended()).toBe(1);
    expect(command.output()).toMatch(/The import was stopped\. Standard input: \d+ rows/);
  });

  test('stops an import into a database, and the same command resumes', async () => {
    const text = ndjson(mixedItems(25_000));
    const env = { ...folder.env, DATABASE_URL: `sqlite:${folder.file('records.db')}` };
    const args = ['--progress', 'json', '--report', folder.file('report.json')];
    const begun = checkout.records(['import', ...args], env);
    begun.child.stdin?.write(text);
    await until('two chunks are done', () => begun.output().includes('"received":20000'));
    begun.child.kill('SIGINT');
    expect(await begun.ended()).toBe(1);
    expect(begun.output()).toContain(
      'The import was stopped. Standard input: 20000 rows are done; run the same command again to resume',
    );
    const again = checkout.records(['import', ...args], env);
    again.child.stdin?.end(text);
    expect(await again.ended()).toBe(2);
    expect(await folder.readJson('report.json')).toMatchObject(mixedCounts(25_000));
  });

  test('is not delayed by a database that is not available', async () => {
    const url = 'mariadb://user:password@127.0.0.1:9/records';
    const command = checkout.records(['import', file, '--database', url], folder.env);
    await until('it waits', () => command.output().includes('is not available yet'));
    command.child.kill('SIGINT');
    expect(await command.ended()).toBe(1);
    expect(command.output()).toMatch(/The import was stopped\.\n$/);
  });

  test('exits at once the second time', async () => {
    proxy.faults.push('silence');
    const command = importing();
    await requestsCome(1);
    command.child.kill('SIGINT');
    await passed(50);
    command.child.kill('SIGINT');
    expect(await command.ended()).toBe('SIGINT');
    expect(await importing().ended()).toBe(2);
    expect(await folder.readJson('report.json')).toMatchObject(mixedCounts(count));
  });
});

test('records import waits for a service that is killed and restarted', async () => {
  const url = `sqlite:${folder.file('records.db')}`;
  let killed = checkout.records(['serve'], { DATABASE_URL: url });
  const address = async () =>
    (await killed.until(/Server listening at (http:\/\/127\.0\.0\.1:\d+)/))[1] as string;
  proxy.target = await address();
  const command = importing();
  await requestsCome(2);
  killed.child.kill('SIGKILL');
  await killed.ended();
  killed = checkout.records(['serve'], { DATABASE_URL: url });
  proxy.target = await address();
  expect(await command.ended()).toBe(2);
  killed.child.kill('SIGTERM');
  await killed.ended();
  expect(await folder.readJson('report.json')).toMatchObject(mixedCounts(count));
});
