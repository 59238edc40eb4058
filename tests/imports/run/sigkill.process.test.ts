import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as passed } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { type Build, linkBuild } from '../../support/build.js';
import { repetitions } from '../../support/repetitions.js';
import { startProcess } from '../../support/server-process.js';
import { type Item, item, type Service, startService } from '../../support/service.js';
import { type Stored, storedIn, wantedIndex } from '../../support/stored.js';

const importing = `mutation ($items: [RecordInput!]!, $source: String!) {
  bulkImport(input: { items: $items, source: $source }) { inserted }
}`;

// Each shares a third of its items with the one before, and every tenth item is rejected.
const imports: readonly (readonly Item[])[] = [0, 500, 1000, 1500].map((start) =>
  Array.from({ length: 750 }, (_, n) =>
    n % 10 === 0
      ? { title: null, uri: `/${start + n}` }
      : item({ title: `Item ${start + n}`, uri: `https://h${(start + n) % 31}.example/` }),
  ),
);

/** What is stored, but for the hours at which it happened. */
function tables({ records, sites, imports: rows, rejections }: Stored) {
  const timeless = rows.map(({ started_at, finished_at, ...row }) => ({
    ...row,
    finished: finished_at !== null,
  }));
  return { records, sites, rejections, imports: timeless };
}

/** What an undisturbed service has stored after so many of the imports. */
const undisturbed: ReturnType<typeof tables>[] = [];

let build: Build;
let folder: string;
let reopened: Service | undefined;

beforeAll(async () => {
  build = await linkBuild();
  const service = await startService();
  undisturbed.push(tables(await storedIn(service)));
  for (const [n, items] of imports.entries()) {
    await service.query(importing, { items, source: `import ${n}` });
    undisturbed.push(tables(await storedIn(service)));
  }
  await service.stop();
}, 30_000);
afterAll(() => build.remove());

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'records-kill-'));
});
afterEach(async () => {
  await reopened?.stop();
  reopened = undefined;
  await rm(folder, { recursive: true });
});

// The moments lie at the start of an import, in all its parts, and about its commit.
const moments = Array.from({ length: repetitions(10, 4) }, (_, n) => ({
  answered: n % 4,
  later: n * 4,
}));

test.each(moments)(
  'killed $later ms after $answered answers, every import is there wholly or not at all',
  async ({ answered, later }) => {
    const env = { DATABASE_URL: `sqlite:${join(folder, 'records.db')}` };
    const server = await startProcess(build, env);
    let answers = 0;
    const sending = (async () => {
      for (const [n, items] of imports.entries()) {
        const asked = server.ask(importing, { items, source: `import ${n}` });
        if (n === answered) passed(later).then(server.kill);
        expect(await asked).toHaveProperty('data.bulkImport.inserted');
        answers += 1;
      }
      // A fast machine may have done it all before the kill.
      for (;;) await server.ask('{ __typename }');
    })();
    await expect(sending).rejects.toThrow(/fetch failed|terminated/);

    reopened = await startService(env);
    const stored = await storedIn(reopened);
    // No import that was answered is missing; the one under way may have made it without its answer.
    expect([answers, answers + 1]).toContain(stored.imports.length);
    expect(tables(stored)).toEqual(undisturbed[stored.imports.length]);
    expect(stored.index).toEqual(wantedIndex(stored));

    for (const [n, items] of imports.entries()) {
      await reopened.query(importing, { items, source: `import ${n}` });
    }
    const complete = await storedIn(reopened);
    // Which import stored a record, and the ids passed over for duplicates, may differ.
    const untraced = (rows: Stored['records']) =>
      rows.map(({ id: _, import_id: __, ...row }) => row);
    expect(untraced(complete.records)).toEqual(untraced(undisturbed.at(-1)?.records ?? []));
    expect(complete.index).toEqual(wantedIndex(complete));
  },
  15_000,
);
