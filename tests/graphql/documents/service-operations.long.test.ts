import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { run } from '../../../src/cli/run.js';
import { levels } from '../../../src/config/level.js';
import { post, send } from '../../support/http.js';
import { createManifestFolder, type ManifestFolder } from '../../support/manifests.js';
import { item, startService } from '../../support/service.js';
import { testTerminal } from '../../support/terminal.js';

const root = resolve(import.meta.dirname, '../../..');

let folder: ManifestFolder;
beforeAll(async () => {
  folder = await createManifestFolder();
});
afterAll(() => folder.remove());

test('schema/persisted-operations.json is the manifest of the documents in schema/operations', async () => {
  const output = await folder.write('built.json', '');
  const args = ['operations', 'build', resolve(root, 'schema/operations'), '--output', output];
  const terminal = testTerminal();
  expect([await run(args, terminal), terminal.errors()]).toEqual([0, '']);
  const committed = await readFile(resolve(root, 'schema/persisted-operations.json'), 'utf8');
  expect(await readFile(output, 'utf8')).toBe(committed);
});

describe('REST calls', () => {
  test.each(levels)('work at the level %s', async (level) => {
    const service = await startService({ PERSISTED_OPERATIONS: level });
    const bulk = await post(service.app, '/v1/bulk', [item({ title: 'Confort' })]);
    expect(bulk.json()).toMatchObject({ ok: true, inserted: 1 });
    const found = await send(service.app, { url: '/v1/?contains=confort' });
    expect(found.json()).toEqual([expect.objectContaining({ id: 1, title: 'Confort' })]);
    const one = await send(service.app, { url: '/v1/1' });
    expect(one.json()).toMatchObject({ id: 1, title: 'Confort' });
    await service.stop();
  });
});

test('the demo shows its sample search when only ids are accepted', async () => {
  const env = {
    DATABASE_URL: 'sqlite::memory:',
    PORT: '0',
    LOG_LEVEL: 'silent',
    PERSISTED_OPERATIONS: 'only',
  };
  const terminal = testTerminal(env);
  expect([await run(['demo'], terminal), terminal.errors()]).toEqual([0, '']);
  expect(terminal.printed()).toMatch(
    /A sample search:\n\nquery SampleSearch \{.*\d+ of \d+ records/s,
  );
});
