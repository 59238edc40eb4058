import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { exported } from '../support/exported.js';
import { type ImportFolder, importFolder, ndjson } from '../support/importing.js';
import type { TestDatabase } from '../support/servers/engines.js';
import { type Item, migratedDatabase, type Service, startService } from '../support/service.js';
import { storedIn } from '../support/stored.js';
import { upload } from '../support/upload.js';
import { dateCases } from './date-cases.js';

let database: TestDatabase;
let service: Service;
let folder: ImportFolder;
let address: string;
beforeAll(async () => {
  database = await migratedDatabase();
  service = await startService({ DATABASE_URL: database.url });
  address = await service.app.listen();
  folder = await importFolder(database.url);
});
afterAll(async () => {
  await folder.remove();
  await service.stop();
  await database.drop();
});

const all = Object.values(dateCases)
  .flat()
  .map((dateCase, number) => ({ dateCase, number }));

/** The cases with the same options. */
const groups = Map.groupBy(all, ({ dateCase: [, , dateOrder, zones] }) =>
  JSON.stringify([dateOrder, zones]),
);

type Send = (items: Item[], dateOrder?: string, zones?: string) => Promise<unknown>;

const ways: Record<string, Send> = {
  bulkImport: (items, dateOrder, zones) =>
    service.importItems(items, { ...(dateOrder && { dateOrder }), ...(zones && { zones }) }),
  async 'POST /v1/bulk'(items, dateOrder = '', zones = '') {
    const query = new URLSearchParams({ dateOrder, zones });
    return upload(address, ndjson(items), {}, `?${query}`);
  },
  async 'records import'(items, dateOrder, zones) {
    const file = await folder.write('rows.ndjson', ndjson(items));
    const args = [
      ...(dateOrder ? ['--date-order', dateOrder] : []),
      ...(zones ? ['--zones', zones] : []),
    ];
    return folder.import([file, '--quiet', ...args]);
  },
};

test.each(Object.entries(ways))(
  'every date of the test tables has the outcome stated there when sent by %s',
  async (way, send) => {
    for (const cases of groups.values()) {
      const [, , dateOrder, zones] = cases[0]?.dateCase ?? [];
      const items = cases.map(({ dateCase: [date], number }) => ({
        title: `${number} by ${way}`,
        uri: 'https://www.example.com/',
        date,
      }));
      await send(items, dateOrder, zones);
    }
    const outcomes = new Map<string, string | null | undefined>();
    for (const { title, date } of await exported(service)) outcomes.set(title ?? '', date);
    for (const { received, reasons } of (await storedIn(service)).rejections) {
      outcomes.set(JSON.parse(`${received}`).title, JSON.parse(`${reasons}`)[0].code);
    }
    const seen = all.map(({ dateCase: [date], number }) => [
      date,
      outcomes.get(`${number} by ${way}`),
    ]);
    expect(seen).toEqual(all.map(({ dateCase: [date, outcome] }) => [date, outcome]));
  },
);
