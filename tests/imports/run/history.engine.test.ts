import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { fakeDate } from '../../support/fake-date.js';
import { item, type Service, startService } from '../../support/service.js';

let service: Service;
beforeEach(async () => {
  service = await startService();
});
afterEach(async () => {
  jest.useRealTimers();
  await service.stop();
});

const fields = 'source received rejected finishedAt durationSeconds reasonCounts { code count }';

test('an import counts its rejected items by reason, most frequent first', async () => {
  const items = [
    item(),
    item({ uri: '/a' }),
    item({ uri: '/b', title: ' ' }),
    item({ uri: null, date: '2023-02-30' }),
    item({ uri: '//c', date: 'never' }),
    { raw: 'no item' },
    { title: 'Nothing else' },
  ];
  await service.importItems(items, { source: 'a file' });
  const { import: read } = await service.query(`{ import(id: 1) { ${fields} } }`);
  expect(read).toEqual({
    source: 'a file',
    received: 7,
    rejected: 6,
    finishedAt: expect.any(String),
    durationSeconds: expect.any(Number),
    reasonCounts: [
      { code: 'URI_RELATIVE', count: 3 },
      { code: 'URI_MISSING', count: 2 },
      { code: 'DATE_IMPOSSIBLE', count: 1 },
      { code: 'DATE_MISSING', count: 1 },
      { code: 'DATE_UNREADABLE', count: 1 },
      { code: 'ROW_UNREADABLE', count: 1 },
      { code: 'TITLE_MISSING', count: 1 },
    ],
  });
});

test('every item of an aborted import is counted', async () => {
  await service.importItems([item(), item({ uri: '/a' }), item()], { mode: 'ALL_OR_NOTHING' });
  const { imports } = await service.query('{ imports { nodes { reasonCounts { code count } } } }');
  expect(imports).toEqual({
    nodes: [
      {
        reasonCounts: [
          { code: 'IMPORT_ABORTED', count: 2 },
          { code: 'URI_RELATIVE', count: 1 },
        ],
      },
    ],
  });
});

test('an import has a duration once it is finished', async () => {
  fakeDate();
  const start = Date.now();
  await service.importItems([item()]);
  jest.setSystemTime(start + 60_000);
  await service.importItems([]);
  const { writer, engine } = service.app.fork();
  await writer
    .updateTable('import')
    .set({ finished_at: engine.storedInstant(new Date(start + 1_234_567)) })
    .where('id', '=', 1)
    .execute();
  await writer.updateTable('import').set({ finished_at: null }).where('id', '=', 2).execute();
  const { imports } = await service.query('{ imports { nodes { finishedAt durationSeconds } } }');
  expect(imports).toEqual({
    nodes: [
      { finishedAt: null, durationSeconds: null },
      { finishedAt: new Date(start + 1_234_567).toISOString(), durationSeconds: 1234.567 },
    ],
  });
});
