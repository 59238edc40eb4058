import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { type Build, linkBuild } from '../../support/build.js';
import { type ServerProcess, startProcess } from '../../support/server-process.js';
import type { TestDatabase } from '../../support/servers/engines.js';
import { item, migratedDatabase } from '../../support/service.js';

// Processes take their time to start where the machine is busy.
jest.setTimeout(60_000);

const importing = `mutation ($input: BulkImportInput!) {
  bulkImport(input: $input) {
    import { id startedAt finishedAt } received inserted duplicates rejected replayed
    rejections { index reasons { code } }
  }
}`;

let build: Build;
let database: TestDatabase;
const servers: ServerProcess[] = [];
beforeAll(async () => {
  [build, database] = await Promise.all([linkBuild(), migratedDatabase()]);
  const env = { DATABASE_URL: database.url, LOG_LEVEL: 'info' };
  servers.push(...(await Promise.all([startProcess(build, env), startProcess(build, env)])));
});
afterAll(async () => {
  await Promise.all(servers.map((server) => server.kill()));
  await database.drop();
  await build.remove();
});

test.each([1, 2, 3, 4, 5])(
  'the same import sent ten times to two processes is done once, round %d',
  async (round) => {
    const items = Array.from({ length: 300 }, (_, n) =>
      n % 10 === 0 ? item({ title: null }) : item({ title: `${round}`, uri: `https://h/${n}` }),
    );
    const input = { items, idempotencyKey: `round ${round}` };
    const answers = await Promise.all(
      [...servers, ...servers, ...servers, ...servers, ...servers].map(async (server) => {
        const { data } = await server.ask(importing, { input });
        return (data as { bulkImport: { replayed: boolean } }).bulkImport;
      }),
    );
    expect(answers.filter(({ replayed }) => !replayed)).toHaveLength(1);
    for (const { replayed, ...answer } of answers) {
      expect(answer).toMatchObject({ received: 300, inserted: 270, duplicates: 0, rejected: 30 });
      expect({ ...answer, replayed: true }).toEqual({ ...answers[0], replayed: true });
    }
  },
);
