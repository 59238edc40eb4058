import { text } from 'node:stream/consumers';
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
import { fakeDate } from '../../support/fake-date.js';
import { type OwnServer, startOwnServer } from '../../support/own-server.js';
import { get, post, send as sendOn } from '../../support/raw-requests.js';
import { item, type Service, startService } from '../../support/service.js';
import { lockTable, type TableLock, waitingStatements } from '../../support/table-lock.js';
import { until } from '../../support/until.js';

let server: OwnServer;
let service: Service;
let url: string;
let database: string;
let address: URL;
const log: string[] = [];

beforeAll(async () => {
  server = await startOwnServer();
  url = await server.migratedUrl();
  database = new URL(url).pathname.slice(1);
  service = await startService({ DATABASE_URL: url, LOG_LEVEL: 'info' }, (line) => log.push(line));
  address = new URL(await service.app.listen());
  await service.importItems([item({ title: 'Stored before' })]);
}, 60_000);
afterAll(async () => {
  await service.stop();
  await server.stop();
});

let lock: TableLock | undefined;
beforeEach(async () => {
  log.length = 0;
  lock = await lockTable(server, database, 'record');
});
afterEach(async () => {
  await lock?.release();
  lock = undefined;
});

async function release(): Promise<void> {
  await lock?.release();
  lock = undefined;
}

const running = () => waitingStatements(server, database);
const untilRunning = (count: number) =>
  until(`${count} statements run`, async () => (await running()) === count);

const send = (request: string, to = address) => sendOn(to, request);

let number = 0;
const different = () => `first: ${(++number % 100) + 1}`;
const search = () => `{ records(${different()}) { nodes { title } } }`;

const ways: readonly [string, () => string][] = [
  ['a search by POST', () => post(search())],
  ['a search by GET', () => get(`/graphql?query=${encodeURIComponent(search())}`)],
  [
    'a search for text',
    () => post(`{ records(filter: { text: "nowhere ${number++}" }) { nodes { id } } }`),
  ],
  [
    'a count',
    () => post(`{ records(filter: { title: { contains: "${number++}" } }) { totalCount } }`),
  ],
  ['a histogram', () => post(`{ records(${different()}) { histogram(by: YEAR) { count } } }`)],
  ['a record by its id', () => get(`/v1/${++number}`)],
  ['a REST search', () => get(`/v1/?contains=${number++}`)],
  ['an export', () => get('/v1/export')],
  [
    'what is never cached',
    () => post(`{ imports(${different()}) { nodes { id } } records { totalCount } }`),
  ],
];

describe('a statement ends on the database server when its client disconnects:', () => {
  test.each(ways)('the request is %s', async (_, request) => {
    const socket = await send(request());
    await until('it runs', async () => (await running()) > 0);
    socket.destroy();
    await untilRunning(0);
    await passed(50);
    expect(log).toEqual([]);
  });

  test('the client uses HTTP/1.0 and has sent nothing for a second', async () => {
    const socket = await send(get(`/v1/?contains=${number++}`, '1.0'));
    await untilRunning(1);
    socket.destroy();
    await untilRunning(0);
  });

  test('the client resets the connection', async () => {
    const socket = await send(post(search()));
    await untilRunning(1);
    socket.resetAndDestroy();
    await untilRunning(0);
  });

  test('many clients disconnect, and the connections to the database serve others', async () => {
    for (let round = 0; round < 3; round += 1) {
      const sockets = await Promise.all(Array.from({ length: 9 }, () => send(post(search()))));
      await untilRunning(9);
      for (const socket of sockets) socket.destroy();
      await untilRunning(0);
    }
    await release();
    expect((await service.ask(search())).status).toBe(200);
    expect(log).toEqual([]);
  });

  test('several requests were pipelined on one connection', async () => {
    const socket = await send(post(search()) + post(search()) + post(search()));
    await untilRunning(3);
    socket.destroy();
    await untilRunning(0);
  });

  test('the statements of other clients continue', async () => {
    const [gone, left] = [search(), search()];
    const socket = await send(post(gone));
    const answer = service.ask(left);
    await untilRunning(2);
    socket.destroy();
    await untilRunning(1);
    await release();
    expect(await answer).toMatchObject({ status: 200 });
  });
});

describe('a search that several clients wait for', () => {
  test('continues when one of them disconnects, and ends with the last one', async () => {
    const query = search();
    const sockets = [await send(post(query)), await send(post(query)), await send(post(query))];
    await untilRunning(1);
    sockets.pop()?.destroy();
    sockets.pop()?.destroy();
    await passed(500);
    expect(await running()).toBe(1);
    sockets.pop()?.destroy();
    await untilRunning(0);
  });

  test('is sent to the client that stays, even if that arrived later', async () => {
    const query = search();
    const first = await send(post(query));
    await untilRunning(1);
    const second = service.ask(query);
    await passed(100);
    first.destroy();
    await passed(500);
    await release();
    expect(await second).toMatchObject({ status: 200, data: { records: { nodes: [{}] } } });
  });

  test('is started again for a client that arrives when all others have just disconnected', async () => {
    const query = search();
    const first = await send(post(query));
    await untilRunning(1);
    first.resetAndDestroy();
    const answers = Array.from({ length: 5 }, async (_, n) => {
      await passed(2 * n);
      return service.ask(query);
    });
    await untilRunning(1);
    await release();
    for (const answer of await Promise.all(answers)) expect(answer).toMatchObject({ status: 200 });
  });

  test('continues without clients when it revalidates a stale response', async () => {
    await release();
    const other = await startService({ DATABASE_URL: url });
    const otherAddress = new URL(await other.app.listen());
    fakeDate();
    try {
      const query = search();
      await other.query(query);
      lock = await lockTable(server, database, 'record');
      jest.setSystemTime(Date.now() + 270_000);
      expect((await other.ask(query)).status).toBe(200);
      await untilRunning(1);
      // The kept answer is too old for this one, which waits for the same work.
      jest.setSystemTime(Date.now() + 270_000);
      const socket = await send(post(query), otherAddress);
      await passed(300);
      socket.resetAndDestroy();
      await passed(500);
      expect(await running()).toBe(1);
    } finally {
      jest.useRealTimers();
      await release();
      await other.stop();
    }
  });
});

describe('a client that keeps waiting gets its response', () => {
  test.each([
    ['HTTP/1.1', 1500, () => post(search())],
    ['HTTP/1.1, to an export', 1500, () => get('/v1/export')],
    ['HTTP/1.1, with a request behind it', 1500, () => post(search()) + get('/livez')],
    ['HTTP/1.0', 500, () => get(`/v1/?contains=Stored&first=${++number % 100}`, '1.0')],
  ])(
    'after it has signalled by %s that it sends nothing more',
    async (_, milliseconds, request) => {
      const socket = await send(request());
      socket.end();
      await untilRunning(1);
      await passed(milliseconds);
      await release();
      const answer = await text(socket);
      expect(answer).toMatch(/^(HTTP\/1\.1 100 Continue\r\n\r\n)*HTTP\/1\.1 200 OK\r\n/);
      expect(answer).toContain('Stored before');
    },
  );
});

test('an import is stored even when its client disconnects', async () => {
  const socket = await send(
    post(
      'mutation { bulkImport(input: { items: [{ title: "Left", uri: "https://left.example/", date: "2014-03-08" }] }) { inserted import { id } } }',
    ),
  );
  await until('it waits for the table', async () => (await running()) > 0);
  socket.destroy();
  await passed(500);
  await release();
  await until('it is stored', async () => {
    const { records } = await service.query<{ records: { totalCount: number } }>(
      `{ records(filter: { title: { equals: "Left" } }) { totalCount } }`,
    );
    return records.totalCount === 1;
  });
  expect(log).toEqual([]);
});
