import { setTimeout as passed } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { run } from '../../../src/cli/run.js';
import { send } from '../../support/http.js';
import { type OwnServer, onMySql, startOwnServer } from '../../support/own-server.js';
import { item, type Service, startService } from '../../support/service.js';
import { lockTable, type TableLock, waitingStatements } from '../../support/table-lock.js';
import { testTerminal } from '../../support/terminal.js';
import { timed } from '../../support/timed.js';
import { until } from '../../support/until.js';

let server: OwnServer;
let service: Service;
let url: string;
let database: string;
let log: string[];
let lock: TableLock | undefined;

beforeAll(async () => {
  server = await startOwnServer();
}, 60_000);
afterAll(() => server.stop());
beforeEach(async () => {
  log = [];
  url = await server.migratedUrl();
  database = new URL(url).pathname.slice(1);
  service = await startService(
    { DATABASE_URL: url, SEARCH_TIMEOUT_MS: '800', LOG_LEVEL: 'info' },
    (line) => log.push(line),
  );
  await service.importItems(
    Array.from({ length: 1200 }, (_, n) =>
      item({ title: `${n} title${' of many words'.repeat(12)}` }),
    ),
  );
});
afterEach(async () => {
  await lock?.release();
  lock = undefined;
  await service.stop();
});

async function block(): Promise<void> {
  lock = await lockTable(server, database, 'record');
}

const untilNoneWaits = () =>
  until('no statement waits', async () => (await waitingStatements(server, database)) === 0);

const message =
  'The search took longer than 0.8 s, the maximum; narrow it, for example by dates, or request less at once.';

const query = '{ records { nodes { title } totalCount } }';

describe('a search that takes longer than SEARCH_TIMEOUT_MS gets a 503 and is stopped:', () => {
  test.each([
    [
      'by GraphQL',
      () => send(service.app, { method: 'POST', url: '/graphql', payload: { query } }),
    ],
    ['by REST', () => send(service.app, { url: '/v1/?contains=title' })],
    ['by the id of a record', () => send(service.app, { url: '/v1/1' })],
    ['of an export', () => send(service.app, { url: '/v1/export' })],
  ])('%s', async (_, request) => {
    await block();
    const { value, milliseconds } = await timed(request);
    const error = { message, extensions: { code: 'SEARCH_TIMEOUT' } };
    const body = value.json();
    expect(value.statusCode).toBe(503);
    if (body.errors) expect(body.errors).toEqual([expect.objectContaining(error)]);
    else expect(body).toEqual({ ok: false, error: message, code: 'SEARCH_TIMEOUT' });
    expect(milliseconds).toBeLessThan(1800);
    await untilNoneWaits();
    expect(log).toEqual([]);
  });

  test('the next search gets its response as soon as the database responds', async () => {
    await block();
    await service.ask(query);
    await lock?.release();
    lock = undefined;
    expect(await service.ask(query)).toMatchObject({ data: { records: { totalCount: 1200 } } });
    // It is kept as if nothing had been.
    service.statements();
    await service.ask(query);
    expect(service.statements()).toEqual([]);
  });

  test('all clients that wait for the same search get the error', async () => {
    await block();
    const { value, milliseconds } = await timed(() =>
      Promise.all([1, 2, 3, 4].map(() => service.ask(query))),
    );
    expect(value.map(({ status }) => status)).toEqual([503, 503, 503, 503]);
    expect(milliseconds).toBeLessThan(1500);
  });
});

test('an export is aborted at the page that takes too long, and the rows before it are complete', async () => {
  await server.administer(
    `use ${database}`,
    'rename table record to stored_record',
    'create view record as select * from stored_record where if(id > 600, sleep(0.1), 0) = 0',
  );
  const address = await service.app.listen();
  const response = await fetch(`${address}/v1/export`, {
    headers: { 'accept-encoding': 'identity' },
  });
  const lines: string[] = [];
  const reading = (async () => {
    for await (const part of response.body ?? []) lines.push(Buffer.from(part).toString());
  })();
  await expect(reading).rejects.toThrow();
  const whole = lines.join('').split('\n').slice(0, -1);
  expect(whole.length).toBeGreaterThan(100);
  expect(whole.map((line) => Number.parseInt(JSON.parse(line).title, 10))).toEqual([
    ...whole.keys(),
  ]);
  await until('nothing runs', async () => {
    const rows = await server.administer(
      `select id from information_schema.processlist where user = '${database}' and state like 'User sleep'`,
    );
    return rows.length === 0;
  });
});

test('records export reports the time limit, and what can be done', async () => {
  await block();
  const terminal = testTerminal(
    { DATABASE_URL: url, SEARCH_TIMEOUT_MS: '800' },
    { waitForStop: () => new Promise(() => {}) },
  );
  expect(await run(['export'], terminal)).toBe(1);
  expect(terminal.errors()).toContain(message);
  expect(terminal.errors()).toContain('Or raise SEARCH_TIMEOUT_MS.');
  await untilNoneWaits();
});

test('a search that the database server ends has the same error code', async () => {
  const limit = onMySql ? 'max_execution_time = 100' : 'max_statement_time = 0.1';
  await server.administer(`set global ${limit}`);
  const other = await startService({ DATABASE_URL: url });
  try {
    await block();
    expect(await other.ask(query)).toMatchObject({
      status: 503,
      errors: [
        {
          message:
            'The search took longer than the database allows; narrow it, for example by dates, or request less at once.',
          extensions: { code: 'SEARCH_TIMEOUT' },
        },
      ],
    });
  } finally {
    await server.administer(`set global ${limit.replace(/[\d.]+$/, '0')}`);
    await other.stop();
  }
});

test('slow searches, however many, do not delay cached responses', async () => {
  await service.query(query);
  await block();
  const slow = Array.from({ length: 30 }, (_, n) =>
    service.ask(`{ records(first: ${n + 1}) { nodes { uri } } }`),
  );
  await until('they wait', async () => (await waitingStatements(server, database)) >= 8);
  const { value, milliseconds } = await timed(() => service.ask(query));
  expect([value.status, milliseconds < 300]).toEqual([200, true]);
  expect((await send(service.app, { url: '/readyz' })).statusCode).toBe(200);
  // Those that got no connection in time are told so as well.
  for (const answer of await Promise.all(slow)) {
    expect(answer).toMatchObject({
      status: 503,
      errors: [{ extensions: { code: 'SEARCH_TIMEOUT' } }],
    });
  }
});

test('an import has no time limit, nor has what is selected with it', async () => {
  await block();
  const asked = service.query(
    `mutation { bulkImport(input: { items: [{ title: "Late", uri: "https://late.example/", date: "2014-03-08" }] }) {
      inserted import { id reasonCounts { count } } } }`,
  );
  await passed(1500);
  await lock?.release();
  lock = undefined;
  expect(await asked).toMatchObject({ bulkImport: { inserted: 1 } });
});
