import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { post } from '../../support/http.js';
import { type ImportFolder, importFolder } from '../../support/importing.js';
import type { TestDatabase } from '../../support/servers/engines.js';
import { item, migratedDatabase, type Service, startService } from '../../support/service.js';

const nested = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;
const rows = [
  JSON.stringify(item({ title: 'First' })),
  ...[5_000, 50_000].map(
    (levels) => `{"title":${nested(levels)},"uri":"https://example.com/","date":"2014-03-08"}`,
  ),
  JSON.stringify(item({ title: 'Last' })),
];
const formats = {
  ndjson: { type: 'application/x-ndjson', body: `${rows.join('\n')}\n` },
  json: { type: 'application/json', body: `[${rows.join(',\n')}]` },
} as const;
const counts = { received: 4, inserted: 2, duplicates: 0, rejected: 2 };

let database: TestDatabase;
let folder: ImportFolder;
let service: Service;
beforeEach(async () => {
  database = await migratedDatabase();
  folder = await importFolder(database.url);
  service = await startService({ DATABASE_URL: database.url });
});
afterEach(async () => {
  await service.stop();
  await folder.remove();
  await database.drop();
});

describe.each(['ndjson', 'json'] as const)(
  'rows of %s nested thousands of levels deep',
  (format) => {
    const { body, type } = formats[format];

    test('are rejected by POST /v1/bulk, and the others are stored', async () => {
      const answer = await post(service.app, '/v1/bulk', body, { 'content-type': type });
      expect(answer.statusCode).toBe(200);
      expect(answer.json()).toMatchObject({
        ...counts,
        rejections: [
          { index: 1, line: 2, raw: rows[1], reasons: [{ code: 'ROW_UNREADABLE' }] },
          { index: 2, line: 3, raw: `${rows[2]?.slice(0, 1000)}…` },
        ],
      });
    });

    test.each(['--database', '--url'])('are rejected by records import %s', async (option) => {
      const address = option === '--url' ? await service.app.listen() : database.url;
      const file = await folder.write(`rows.${format}`, body);
      const report = folder.file('report.json');
      const ended = await folder.import([file, '--quiet', option, address, '--report', report]);
      expect({ code: ended.code, errors: ended.errors }).toEqual({ code: 2, errors: '' });
      expect(await folder.readJson('report.json')).toMatchObject({
        ...counts,
        reasons: { ROW_UNREADABLE: 2 },
      });
    });
  },
);
