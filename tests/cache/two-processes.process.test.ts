import { setTimeout as passed } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { type Build, linkBuild } from '../support/build.js';
import { type ServerProcess, startProcess } from '../support/server-process.js';
import { describeWithServers, type TestDatabase } from '../support/servers/engines.js';
import { type RedisServer, startRedis } from '../support/servers/redis.js';
import { item, migratedDatabase } from '../support/service.js';

const importing = `mutation ($items: [RecordInput!]!) {
  bulkImport(input: { items: $items }) { inserted }
}`;
const reading = '{ records(first: 1) { totalCount } }';

/** An operation of the history; times are those of this process alone. */
interface Operation {
  readonly start: number;
  readonly end: number;
  /** How many records a read has seen. */
  readonly value: number;
}

async function recorded(work: () => Promise<number>): Promise<Operation> {
  const start = performance.now();
  const value = await work();
  return { start, end: performance.now(), value };
}

/**
 * The reads that no order of the operations explains, when each happened at one moment between its
 * start and its end: those that miss an import answered before, see one that was sent after, or
 * see less than a read that was answered before.
 */
function unexplained(imports: readonly Operation[], reads: readonly Operation[]): Operation[] {
  const ends = imports.map(({ end }) => end).sort((a, b) => a - b);
  const starts = imports.map(({ start }) => start).sort((a, b) => a - b);
  const before = (sorted: readonly number[], time: number) => {
    const at = sorted.findIndex((each) => each >= time);
    return at < 0 ? sorted.length : at;
  };
  const answered = [...reads].sort((a, b) => a.end - b.end);
  return reads.filter(({ start, end, value }) => {
    let seen = 0;
    for (const earlier of answered) {
      if (earlier.end >= start) break;
      seen = Math.max(seen, earlier.value);
    }
    return value < before(ends, start) || value > before(starts, end) || value < seen;
  });
}

test('the check of a history finds a read that missed an import', () => {
  const imports = [{ start: 10, end: 20, value: 1 }];
  const read = (start: number, value: number) => ({ start, end: start + 5, value });
  expect(unexplained(imports, [read(1, 0), read(12, 0), read(13, 1), read(21, 1)])).toEqual([]);
  expect(unexplained(imports, [read(21, 0)])).toHaveLength(1);
  expect(unexplained(imports, [read(1, 1)])).toHaveLength(1);
  expect(unexplained(imports, [read(11, 1), read(17, 0)])).toHaveLength(1);
});

describeWithServers('two processes on one database and one Redis', () => {
  let build: Build;
  let redis: RedisServer;
  let database: TestDatabase;
  let processes: ServerProcess[] = [];
  beforeAll(async () => {
    build = await linkBuild();
  }, 60_000);
  afterAll(async () => {
    await build.remove();
  });
  afterEach(async () => {
    await Promise.all(processes.map((each) => each.kill()));
    await database.drop();
    await redis.stop();
  });

  test.each([
    ['all the time', 300, {}],
    [
      'frozen, thawed, killed and restarted in between',
      700,
      {
        150: () => redis.freeze(),
        300: () => redis.thaw(),
        400: () => redis.kill(),
        550: () => redis.restart(),
      } as Record<number, () => Promise<void>>,
    ],
  ])(
    'see every import that has responded before a read, with Redis %s (%i imports)',
    async (_how, total, events: Record<number, () => Promise<void>>) => {
      redis = await startRedis();
      database = await migratedDatabase();
      const env = { DATABASE_URL: database.url, REDIS_URL: redis.url, LOG_LEVEL: 'info' };
      processes = [await startProcess(build, env), await startProcess(build, env)];
      const imports: Operation[] = [];
      const reads: Operation[] = [];
      const happening: Promise<void>[] = [];
      let sent = 0;
      let writing = true;
      const write = async (server: ServerProcess) => {
        while (sent < total) {
          const number = sent++;
          // Where the machine is slow the writers would be done before the readers have seen much.
          while (reads.length < number) await passed(1);
          const event = events[number];
          if (event) happening.push(event());
          const items = [item({ title: `Item ${number}` })];
          imports.push(await recorded(() => answerOf(server, importing, { items })));
        }
      };
      const read = async (server: ServerProcess) => {
        while (writing) {
          reads.push(await recorded(() => answerOf(server, reading)));
          // Without it the readers would leave the writers no time.
          await passed(1);
        }
      };
      const readers = processes.flatMap((server) => [read(server), read(server)]);
      await Promise.all(processes.flatMap((server) => [write(server), write(server)]));
      writing = false;
      await Promise.all([...readers, ...happening]);
      expect(imports.map(({ value }) => value)).toEqual(Array(total).fill(1));
      expect(reads.length).toBeGreaterThanOrEqual(total - 1);
      expect(unexplained(imports, reads)).toEqual([]);
    },
    120_000,
  );
});

/** The number in the answer, which must be none but that. */
async function answerOf(server: ServerProcess, query: string, variables = {}): Promise<number> {
  const answer = await server.ask(query, variables);
  const text = JSON.stringify(answer);
  const [, number] = /^\{"data":\{"\w+":\{"\w+":(\d+)\}\}\}$/.exec(text) ?? [];
  if (number === undefined) throw new Error(`A request has failed: ${text}`);
  return Number(number);
}
