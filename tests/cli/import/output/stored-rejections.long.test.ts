import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { type ImportFolder, importFolder } from '../../../support/importing.js';

jest.setTimeout(60_000);

let folder: ImportFolder;
beforeEach(async () => {
  folder = await importFolder();
  folder.env.DATABASE_URL = `sqlite:${folder.file('records.db')}`;
});
afterEach(() => folder.remove());

test('records import stores all rejected rows in its own database, and writes them all to --rejects', async () => {
  const wrong = `{"title":"${'x'.repeat(59_964)}","uri":null,"date":null}\n`.repeat(1_200);
  const file = await folder.write('wrong.ndjson', wrong);
  const rejects = folder.file('rejects.ndjson');
  const { code, printed } = await folder.import([file, '--rejects', rejects]);
  expect(code).toBe(2);
  expect(printed).toContain('1200 rejected');
  expect((await folder.read('rejects.ndjson')).trimEnd().split('\n')).toHaveLength(1_200);
});
