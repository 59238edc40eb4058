import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { item, type Service, startService } from '../support/service.js';
import { storedIn } from '../support/stored.js';

const importing =
  'mutation ($items: [RecordInput!]!) { bulkImport(input: { items: $items }) { inserted } }';

let folder: string;
let service: Service;
let other: Service;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'records-shared-'));
  const env = { DATABASE_URL: `sqlite:${join(folder, 'records.db')}` };
  [service, other] = await Promise.all([startService(env), startService(env)]);
});
afterEach(async () => {
  await Promise.all([service.stop(), other.stop()]);
  await rm(folder, { recursive: true });
});

/** Does in the other service what SQL can do. */
const otherDoes = (sql: string) => other.app.fork().em.getConnection('write').execute(sql);

test('an import waits for another process that is writing, while searches get responses', async () => {
  await otherDoes('begin immediate');
  const waiting = service.query(importing, { items: [item()] });
  // The lock is held until many searches were answered, which could not be if waiting stopped them.
  const begun = performance.now();
  for (let answered = 0; answered < 20; answered += 1) {
    expect(await service.query('{ records { totalCount } }')).toEqual({
      records: { totalCount: 0 },
    });
  }
  expect(performance.now() - begun).toBeLessThan(4000);
  await otherDoes('commit');
  expect(await waiting).toEqual({ bulkImport: { inserted: 1 } });
}, 15_000);

test('an import that waits for another process for 5 seconds stores nothing, and can be sent again', async () => {
  await otherDoes('begin immediate');
  const { data, errors } = await service.ask(importing, { items: [item()] });
  expect(data).toBeNull();
  expect(errors).toMatchObject([{ extensions: { code: 'DATABASE_UNAVAILABLE' } }]);
  await otherDoes('commit');
  expect((await storedIn(service)).imports).toEqual([]);
  expect(await service.query(importing, { items: [item()] })).toEqual({
    bulkImport: { inserted: 1 },
  });
}, 15_000);

test('two services import into one database without losing or duplicating anything', async () => {
  const items = Array.from({ length: 600 }, (_, n) => item({ title: `${n}` }));
  const answers = await Promise.all(
    [service, other, service, other].map((each) =>
      each.query<{ bulkImport: { inserted: number } }>(importing, { items }),
    ),
  );
  const inserted = answers.map(({ bulkImport }) => bulkImport.inserted).sort();
  expect(inserted).toEqual([0, 0, 0, 600]);
  expect((await storedIn(service)).records).toHaveLength(600);
}, 15_000);
