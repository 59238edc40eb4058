import { Writable } from 'node:stream';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type ImportFolder, importFolder, ndjson } from '../../support/importing.js';
import type { TestDatabase } from '../../support/servers/engines.js';
import { item, migratedDatabase, type Service, startService } from '../../support/service.js';

let database: TestDatabase;
let service: Service;
let folder: ImportFolder;
let file: string;
beforeEach(async () => {
  database = await migratedDatabase();
  service = await startService({ DATABASE_URL: database.url });
  folder = await importFolder(database.url);
  file = await folder.write('rows.ndjson', ndjson([item()]));
  const output = new Writable({
    write: (_chunk, _encoding, done) => done(Object.assign(new Error(), { code: 'ENOSPC' })),
  });
  expect((await folder.import([file], { output })).code).toBe(1);
});
afterEach(async () => {
  await folder.remove();
  await service.stop();
  await database.drop();
});

async function isStartedBefore(hours: number) {
  const { writer, engine } = service.app.fork();
  const startedAt = engine.storedInstant(new Date(Date.now() - hours * 3_600_000));
  await writer.updateTable('import').set({ started_at: startedAt }).execute();
}

test('the result of an import that was never reported is reported by the same command within a day', async () => {
  await isStartedBefore(23);
  expect((await folder.import([file])).printed).toMatch(/^1 row received: 1 inserted, 0 dup/);
  expect((await folder.import([file])).printed).toMatch(/^1 row received: 0 inserted, 1 dup/);
});

test('a day later, the same command is another import', async () => {
  await isStartedBefore(25);
  expect((await folder.import([file])).printed).toMatch(/^1 row received: 0 inserted, 1 dup/);
});
