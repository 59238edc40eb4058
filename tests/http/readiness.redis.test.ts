import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import type { App } from '../../src/app.js';
import { createApp } from '../../src/app.js';
import { run } from '../../src/cli/run.js';
import { readConfig } from '../../src/config/config.js';
import { send } from '../support/http.js';
import { describeWithServers } from '../support/servers/engines.js';
import { startMariaDb } from '../support/servers/mariadb.js';
import type { SqlServer } from '../support/servers/sql-server.js';
import { type Service, startService } from '../support/service.js';
import { testTerminal } from '../support/terminal.js';
import { timed } from '../support/timed.js';

async function states(app: App): Promise<number[]> {
  const answers = ['/livez', '/readyz'].map((url) => send(app, { url }));
  return (await Promise.all(answers)).map(({ statusCode }) => statusCode);
}

async function withService(env: Record<string, string>, use: (service: Service) => Promise<void>) {
  const service = await startService(env);
  try {
    await use(service);
  } finally {
    await service.stop();
  }
}

test('A service with its database is live and ready', () =>
  withService({}, async ({ app }) => expect(await states(app)).toEqual([200, 200])));

test('A service is ready without its Redis', () =>
  withService({ REDIS_URL: 'redis://127.0.0.1:1' }, async ({ app }) =>
    expect(await states(app)).toEqual([200, 200]),
  ));

test('A service is not ready if its database is not migrated', () =>
  withService({}, async ({ app }) => {
    await sql`drop table data_version`.execute(app.fork().writer);
    expect(await states(app)).toEqual([200, 503]);
  }));

test('A service is not ready once shutdown began, while requests are still served', () =>
  withService({ SHUTDOWN_DELAY_SECONDS: '1' }, async ({ app }) => {
    const stopped = app.stop();
    expect(await states(app)).toEqual([200, 503]);
    const answer = await send(app, { url: '/v1/' });
    expect([answer.statusCode, answer.headers.connection]).toEqual([200, 'close']);
    await stopped;
  }));

describeWithServers('A service whose database server', () => {
  let server: SqlServer;
  let app: App;
  beforeAll(async () => {
    server = await startMariaDb();
    const env = {
      DATABASE_URL: server.url(await server.createDatabase(), 'mariadb'),
      LOG_LEVEL: 'silent',
    };
    expect(await run(['migrate', 'up'], testTerminal(env))).toBe(0);
    app = await createApp(readConfig(env));
  }, 60_000);
  afterAll(async () => {
    await app?.close();
    await server?.stop();
  }, 30_000);

  async function expectNotReadySoon() {
    const { value, milliseconds } = await timed(() => states(app));
    expect(value).toEqual([200, 503]);
    expect(milliseconds).toBeLessThan(2_000);
  }

  test('is down is live, and ready as soon as the server is back', async () => {
    expect(await states(app)).toEqual([200, 200]);
    await server.kill();
    await expectNotReadySoon();
    await server.restart();
    expect(await states(app)).toEqual([200, 200]);
  }, 60_000);

  test('is frozen fails readiness within 2 seconds', async () => {
    await server.freeze();
    try {
      await expectNotReadySoon();
    } finally {
      await server.thaw();
    }
    expect(await states(app)).toEqual([200, 200]);
  }, 60_000);
});
