import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { type App, createApp } from '../../src/app.js';
import { readConfig } from '../../src/config/config.js';
import { post, send } from '../support/http.js';

let app: App;
const log: string[] = [];
beforeAll(async () => {
  const env = { DATABASE_URL: 'sqlite::memory:', LOG_LEVEL: 'error' };
  app = await createApp(readConfig(env), { onLogLine: (line) => log.push(line) });
  await sql`drop table record`.execute(app.fork().writer);
});
afterAll(() => app.close());

const uuid = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/;

test.each([
  ['GraphQL', () => post(app, '/graphql', { query: '{ records { nodes { id } } }' }), 200],
  ['REST', () => send(app, { url: '/v1/' }), 500],
])(
  '%s reports only the id of an internal error, under which it is logged',
  async (_where, ask, status) => {
    log.length = 0;
    const answer = await ask();
    expect(answer.statusCode).toBe(status);
    expect(answer.body).toContain('INTERNAL_SERVER_ERROR');
    expect(answer.body).not.toMatch(/select|table|sqlite|src|node_modules/i);
    const [id] = uuid.exec(answer.body) ?? [];
    const lines = log.map((line) => JSON.parse(line)).filter(({ errorId }) => errorId === id);
    expect(lines).toHaveLength(1);
    expect(lines[0].err.message).toMatch(/no such table|SQLITE_ERROR/);
  },
);

test('An error of the request is not logged as an internal error', async () => {
  log.length = 0;
  await post(app, '/graphql', { query: '{ nothing }' });
  await post(app, '/v1/bulk', '{');
  expect(log).toEqual([]);
});
