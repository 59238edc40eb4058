import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { exportFormats } from '../../src/exports/export-formats.js';
import { readStoredPages } from '../../src/exports/read-stored-pages.js';
import { writeRows } from '../../src/formats/write-rows.js';
import { searchCondition } from '../../src/records/query/search-parameters.js';
import { item, type Service, startService } from '../support/service.js';

const before = 3500;
let service: Service;
beforeAll(async () => {
  service = await startService();
  await importNumbers(0, before);
});
afterAll(() => service.stop());

/** Dates are all over the place, so what comes later lies between what is there. */
async function importNumbers(from: number, to: number): Promise<void> {
  await service.importItems(
    Array.from({ length: to - from }, (_, index) => {
      const n = from + index;
      return item({ title: `Number ${n}`, date: `20${10 + ((n * 7) % 20)}-03-08` });
    }),
  );
}

test.each([
  ['in the order of storing', {}],
  ['in the order of dates', { after: '2000-01-01' }],
])('an export contains what was stored at its start exactly once, %s', async (_how, texts) => {
  const { imports } = await service.query<{ imports: { nodes: { inserted: number }[] } }>(
    '{ imports { nodes { inserted } } }',
  );
  let stored = imports.nodes.reduce((total, { inserted }) => total + inserted, 0);
  const wanted = stored;
  const pages = readStoredPages(service.app.fork(), searchCondition(texts), { searchMs: 10_000 });
  const titles: string[] = [];
  for await (const text of writeRows(pages, exportFormats.ndjson)) {
    titles.push(
      ...text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).title),
    );
    await importNumbers(stored, stored + 700);
    stored += 700;
  }
  expect(titles).toHaveLength(wanted);
  expect(new Set(titles)).toEqual(new Set(Array.from({ length: wanted }, (_, n) => `Number ${n}`)));
});
