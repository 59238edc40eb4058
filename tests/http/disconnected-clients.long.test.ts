import { setTimeout as passed } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { post, send } from '../support/raw-requests.js';
import { type Service, startService } from '../support/service.js';
import { slowImports } from '../support/slow-imports.js';
import { until } from '../support/until.js';

let service: Service;
let address: URL;
const log: string[] = [];
beforeAll(async () => {
  service = await startService({ LOG_LEVEL: 'debug' }, (line) => log.push(line));
  await slowImports(service);
  address = new URL(await service.app.listen());
});
afterAll(() => service.stop());
beforeEach(() => {
  log.length = 0;
  service.statements();
});

const aliases = Array.from({ length: 10 }, (_, n) => `a${n}: imports(first: ${n + 1})`);
const query = `{ ${aliases.map((field) => `${field} { nodes { id } }`).join(' ')} }`;

let seen = 0;
/** How many statements of this test have read imports. */
function looks(): number {
  seen += service.statements().filter((sql) => sql.includes('import')).length;
  return seen;
}

test.each(['a reset', 'a FIN'])(
  'On SQLite, a query ends after the statement during which its client disconnects by %s',
  async (how) => {
    seen = 0;
    const socket = await send(address, post(query));
    await until('the first statement runs', () => looks() > 0);
    if (how === 'a reset') socket.resetAndDestroy();
    else socket.destroy();
    await until('it was noticed', () => log.some((line) => line.includes('A client disconnected')));
    const atEnd = looks();
    expect(atEnd).toBeLessThan(10);
    await passed(300);
    expect(looks()).toBe(atEnd);
    expect(log.map((line) => JSON.parse(line)).filter(({ level }) => level > 30)).toEqual([]);
  },
);

test('On SQLite, the same query completes for a client that stays connected', async () => {
  const { data } = await service.ask(query);
  expect(Object.keys(data)).toHaveLength(10);
});
