import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Service, startService } from '../../support/service.js';

const root = resolve(import.meta.dirname, '../../..');

let service: Service;
let address: string;
beforeAll(async () => {
  service = await startService();
  address = await service.app.listen();
});
afterAll(() => service.stop());

/** Runs a call as written in a script, except for the port. */
async function shell(call: string) {
  const here = call.replace('http://localhost:8000', address);
  const run = promisify(execFile);
  const { stdout } = await run('sh', ['-c', here.replace('curl', 'curl -sS')], { cwd: root });
  return JSON.parse(stdout);
}

test('The three curl calls of the replaced service work unchanged', async () => {
  const bulk = await shell(
    'curl -X POST -H "Content-Type: application/json" -d @input/data.json "http://localhost:8000/v1/bulk"',
  );
  expect(bulk).toMatchObject({ ok: true, received: 100 });
  expect(bulk.inserted).toBeGreaterThan(80);
  expect(bulk.inserted + bulk.duplicates + bulk.rejected).toBe(100);
  expect(bulk.rejections).toHaveLength(bulk.rejected);

  const found = await shell(
    'curl "http://localhost:8000/v1/?before=2020-01-01&after=2012-01-01&contains=confort"',
  );
  expect(found.length).toBeGreaterThan(0);
  for (const record of found) {
    expect(Object.keys(record)).toEqual(['id', 'title', 'uri', 'date']);
    expect(record.title.toLowerCase()).toContain('confort');
    expect(record.date >= '2012' && record.date <= '2020-01-01T00:00:00.000Z').toBe(true);
  }

  const first = await shell('curl "http://localhost:8000/v1/1"');
  expect(first).toMatchObject({ id: 1, uri: expect.stringMatching(/^https?:/) });
});

test('An import without a JSON content type is refused, and the expected types named', async () => {
  const call = 'curl -d @input/data.json "http://localhost:8000/v1/bulk"';
  expect(await shell(call)).toEqual({
    ok: false,
    error:
      'The Content-Type is "application/x-www-form-urlencoded"; expected one of application/json, application/feed+json, application/x-ndjson, application/ndjson, application/jsonl, application/x-jsonlines, text/csv, text/tab-separated-values, text/html, application/xml, text/xml, application/rss+xml, application/atom+xml, application/rdf+xml, text/x-opml, application/vnd.openxmlformats-officedocument.spreadsheetml.sheet, application/vnd.oasis.opendocument.spreadsheet, application/octet-stream.',
    code: 'UNSUPPORTED_MEDIA_TYPE',
  });
});
