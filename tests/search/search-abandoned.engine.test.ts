import { setTimeout as passed } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { post, send } from '../support/raw-requests.js';
import { item, type Service, startService } from '../support/service.js';
import { slowTable } from '../support/slow-records.js';
import { until } from '../support/until.js';

// A block of the search index, and some records that are in none.
const records = 16_500;

let service: Service;
let address: URL;
const log: string[] = [];
beforeAll(async () => {
  service = await startService({ LOG_LEVEL: 'debug', SEARCH_TIMEOUT_MS: '60000' }, (line) =>
    log.push(line),
  );
  for (let from = 0; from < records; from += 5500) {
    await service.importItems(
      Array.from({ length: 5500 }, (_, at) =>
        item({ title: `Harbour at dawn ${from + at}`, uri: `https://a.example/${from + at}` }),
      ),
    );
  }
  await slowTable(service, 'search_posting', 0.03);
  address = new URL(await service.app.listen());
}, 120_000);
afterAll(() => service.stop());
beforeEach(() => {
  log.length = 0;
  seen = 0;
  service.statements();
});

let seen = 0;
/** How many statements of this test have read lists of the search index. */
function looks(): number {
  seen += service.statements().filter((sql) => sql.includes('search_posting')).length;
  return seen;
}

const searches = 3;
/** Several searches in a request, each with texts of its own. */
function query(fields: string, texts: string): string {
  const aliases = Array.from(
    { length: searches },
    (_, n) => `a${n}: records(filter: { title: { contains: "${n}" }, text: "${texts} ${n}" })`,
  );
  return `{ ${aliases.map((field) => `${field} { ${fields} }`).join(' ')} }`;
}

test.each([
  ['pages', 'nodes { id }', 'at dawn'],
  ['figures', 'totalCount histogram(by: YEAR) { count }', 'dawn'],
])('the evaluation of %s ends when its client disconnects', async (_, fields, texts) => {
  const socket = await send(address, post(query(fields, texts)));
  await until('lists are read', () => looks() > 0);
  socket.resetAndDestroy();
  await until('it was noticed', () => log.some((line) => line.includes('A client disconnected')));
  const atEnd = looks();
  await passed(400);
  expect(looks()).toBe(atEnd);
  expect(log.map((line) => JSON.parse(line)).filter(({ level }) => level > 30)).toEqual([]);

  // The same is read for a client that waits, and more: nothing is left over of the search that ended.
  const { data } = await service.ask(query(fields, texts));
  expect(Object.keys(data)).toHaveLength(searches);
  expect(looks() - atEnd).toBeGreaterThan(atEnd);
});
