import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { type ImportFolder, importFolder, ndjson } from '../../../support/importing.js';
import { item, type Service, startService } from '../../../support/service.js';

jest.setTimeout(60_000);

let service: Service;
let folder: ImportFolder;
beforeAll(async () => {
  service = await startService({ RATE_LIMIT: 'on', RATE_LIMIT_ROWS: '5000:1000' });
  folder = await importFolder();
});
afterAll(async () => {
  await folder.remove();
  await service.stop();
});

test('records import waits as long as a service asks when it has used up its rows, and imports them all', async () => {
  const count = 25_000;
  const rows = Array.from({ length: count }, (_, n) => item({ uri: `https://a.example/${n}` }));
  const file = await folder.write('rows.ndjson', ndjson(rows));
  const { code, printed, errors } = await folder.import([
    file,
    '--url',
    await service.app.listen(),
  ]);
  expect([code, printed]).toEqual([0, expect.stringContaining(`${count} inserted`)]);
  expect(errors).toContain('This address has used');
  expect(errors).toMatch(/It asks to wait \d s\. Retrying\./);
  expect(await service.query('{ records { totalCount } }')).toEqual({
    records: { totalCount: count },
  });
});
