import { afterAll, afterEach, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';
import { type Checkout, checkOut } from '../../support/checkout.js';
import {
  type ImportFolder,
  importFolder,
  mixedCounts,
  mixedItems,
  ndjson,
} from '../../support/importing.js';
import { type OwnServer, startOwnServer } from '../../support/own-server.js';
import { startService } from '../../support/service.js';
import { storedIn, wantedIndex } from '../../support/stored.js';
import { until } from '../../support/until.js';

// A server starts, is killed, and starts again.
jest.setTimeout(90_000);

const count = 35_500;
const counts = mixedCounts(count);
const rows = mixedItems(count);

let checkout: Checkout;
let server: OwnServer;
let folder: ImportFolder;
let url: string;

beforeAll(async () => {
  [checkout, server] = await Promise.all([checkOut(), startOwnServer()]);
});
afterAll(async () => {
  await checkout.remove();
  await server.stop();
});
beforeEach(async () => {
  url = await server.migratedUrl();
  folder = await importFolder(url);
});
afterEach(() => folder.remove());

const importing = () =>
  checkout.records(['import', '--progress', 'json', '--report', folder.file('report')], folder.env);

test.each([
  ['killed', () => server.kill(), () => server.restart()],
  ['frozen', () => server.freeze(), () => server.thaw()],
])(
  'an import whose database is %s reports it, and the same command continues once the database is back',
  async (_, goAway, comeBack) => {
    const first = importing();
    first.child.stdin?.write(ndjson(rows.slice(0, 25_000)));
    await until('two chunks are stored', () => first.output().includes('"received":20000'));
    await goAway();
    // The next chunk fails, and is not kept waiting by rows that come late.
    first.child.stdin?.write(ndjson(rows.slice(25_000, 35_000)));
    expect(await first.ended()).toBe(1);
    expect(first.output()).toMatch(
      /The database (mariadb|mysql):\/\/\S+ failed \(.+\)\. Standard input: 20000 rows are done; run the same command again to resume\./,
    );
    await comeBack();
    const second = importing();
    second.child.stdin?.end(ndjson(rows));
    expect(await second.ended()).toBe(2);
    expect(await folder.readJson('report')).toMatchObject(counts);
    const service = await startService({ DATABASE_URL: url });
    try {
      const stored = await storedIn(service);
      expect(stored.imports).toMatchObject([counts]);
      expect(stored.records).toHaveLength(counts.inserted);
      expect(stored.rejections).toHaveLength(counts.rejected);
      expect(stored.index).toEqual(wantedIndex(stored));
    } finally {
      await service.stop();
    }
  },
);
