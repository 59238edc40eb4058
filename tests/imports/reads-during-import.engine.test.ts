import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { item, type Service, startService } from '../support/service.js';

let service: Service;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.stop());

test('searches during an import are answered, and see either nothing or all of it', async () => {
  let done = false;
  const items = Array.from({ length: 6000 }, (_, n) =>
    n % 100 === 0 ? { title: null } : item({ title: `Garden ${n}` }),
  );
  const importing = service.importItems(items).then(() => {
    done = true;
  });
  const seen: object[] = [];
  while (!done) {
    seen.push(
      await service.query(`{
        records(filter: { title: { contains: "garden" } }) { totalCount }
        imports { nodes { inserted rejected finishedAt } }
      }`),
    );
  }
  await importing;

  const nothing = { records: { totalCount: 0 }, imports: { nodes: [] } };
  const all = {
    records: { totalCount: 5940 },
    imports: { nodes: [{ inserted: 5940, rejected: 60, finishedAt: expect.any(String) }] },
  };
  // The import may become visible between the two parts of one answer.
  const between = { records: nothing.records, imports: all.imports };
  const earlyAll = { records: all.records, imports: nothing.imports };
  for (const answer of seen) {
    expect([nothing, all, between, earlyAll]).toContainEqual(answer);
  }
  expect(
    seen.filter((answer) => JSON.stringify(answer) === JSON.stringify(nothing)).length,
  ).toBeGreaterThan(3);
  expect(await service.query('{ records { totalCount } }')).toEqual({ records: all.records });
});
