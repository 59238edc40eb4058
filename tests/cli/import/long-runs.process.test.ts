import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { type Checkout, checkOut } from '../../support/checkout.js';
import { type ImportFolder, importFolder, ndjson } from '../../support/importing.js';
import { item } from '../../support/service.js';

// A build and three long rows take long on a busy machine.
jest.setTimeout(60_000);

let checkout: Checkout;
let folder: ImportFolder;
beforeAll(async () => {
  [checkout, folder] = await Promise.all([checkOut(), importFolder()]);
});
afterAll(() => Promise.all([checkout.remove(), folder.remove()]));

// An expression that V8 has not optimised may push a backtrack for each character of a run, and runs
// out of stack.
test('a run of 16 million spaces is collapsed even if V8 does not optimise regular expressions', async () => {
  const spaces = ' '.repeat(15.9 * 1024 * 1024);
  const items = [
    item({ title: `a${spaces}title` }),
    item({ uri: `${spaces}https://www.example.com/another` }),
    item({ date: `2014-03-08${spaces}` }),
  ];
  const file = await folder.write('rows.ndjson', ndjson(items));
  const main = join(checkout.folder, 'dist/main.js');
  const database = `sqlite:${folder.file('records.db')}`;
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--no-regexp-optimization', main, 'import', file, '--database', database],
    { env: {} },
  );
  expect(stdout).toMatch(/^3 rows received: 3 inserted, 0 duplicates, 0 rejected\./);
});
