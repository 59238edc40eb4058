import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { createApp } from '../../../src/app.js';
import { run } from '../../../src/cli/run.js';
import { readConfig } from '../../../src/config/config.js';
import { type OwnServer, startOwnServer } from '../../support/own-server.js';
import { testTerminal } from '../../support/terminal.js';
import { timed } from '../../support/timed.js';
import { until } from '../../support/until.js';

let server: OwnServer;
let url: string;
beforeAll(async () => {
  server = await startOwnServer();
  url = await server.migratedUrl();
}, 60_000);
afterAll(() => server.stop());

const start = (waitSeconds: string, onLogLine: (line: string) => void) =>
  createApp(
    readConfig({
      DATABASE_URL: url,
      DATABASE_WAIT_SECONDS: waitSeconds,
      PORT: '0',
      NODE_ENV: 'test',
    }),
    { onLogLine },
  );

describe.each([
  ['killed', () => server.kill(), () => server.restart()],
  ['frozen', () => server.freeze(), () => server.thaw()],
])('a service that starts while the database server is %s', (_, go, back) => {
  afterEach(back);

  test('logs that it waits, and continues when the server is available', async () => {
    await go();
    const log: string[] = [];
    const waitingSince: number[] = [];
    const starting = start('30', (line) => {
      log.push(line);
      const waits = /is not available yet \(.+\); waiting\.$/.test(JSON.parse(line).msg);
      if (waits) waitingSince.push(performance.now());
    });
    await until('it has said three times that it waits', () => waitingSince.length === 3);
    await back();
    const app = await starting;
    expect((await app.inject('/readyz')).statusCode).toBe(200);
    await app.close();
    // With growing pauses: a server that starts has better things to do.
    const [first = 0, second = 0, third = 0] = waitingSince;
    expect(second - first).toBeGreaterThan(240);
    expect(third - second).toBeGreaterThan(490);
    expect(log.join()).not.toContain(`:${new URL(url).password}@`);
  }, 60_000);

  test.each([['serve'], ['migrate up'], ['migrate status']])(
    'makes "records %s" exit with 1 and one sentence after the configured wait',
    async (command) => {
      await go();
      const terminal = testTerminal({
        DATABASE_URL: url,
        DATABASE_WAIT_SECONDS: '1',
        PORT: '0',
        LOG_LEVEL: 'silent',
      });
      const { value, milliseconds } = await timed(() => run(command.split(' '), terminal));
      expect(value).toBe(1);
      expect(terminal.errors().trim().split('\n').at(-1)).toMatch(
        /^The database m\w+:\/\/.*…@.* cannot be used \(.+\); set DATABASE_URL to a database that can be read and written\.$/,
      );
      expect(milliseconds).toBeLessThan(4000);
    },
    30_000,
  );
});

test.each([
  ['the password is wrong', (good: string) => good.replace(/:\w+@/, ':wrong@')],
  ['the database is missing', (good: string) => `${good}_not`],
  ['the name of the host is unknown', (good: string) => good.replace('127.0.0.1', 'no.invalid')],
])(
  'a service that starts where %s exits with 1 and one sentence',
  async (_, spoil) => {
    const env = { DATABASE_URL: spoil(url), DATABASE_WAIT_SECONDS: '0', LOG_LEVEL: 'silent' };
    const terminal = testTerminal({ ...env, PORT: '0' });
    expect(await run(['serve'], terminal)).toBe(1);
    expect(terminal.errors()).toMatch(/^The database .*\.\n$/);
    expect(terminal.errors()).not.toContain(`:${new URL(env.DATABASE_URL).password}@`);
  },
  30_000,
);
