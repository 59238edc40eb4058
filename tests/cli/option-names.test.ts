import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { run } from '../../src/cli/run.js';
import { post } from '../support/http.js';
import { type ImportFolder, importFolder, ndjson } from '../support/importing.js';
import { item, type Service, startService } from '../support/service.js';
import { testTerminal } from '../support/terminal.js';

let folder: ImportFolder;
let service: Service;
beforeEach(async () => {
  folder = await importFolder();
  folder.env.DATABASE_URL = `sqlite:${folder.file('records.db')}`;
  service = await startService(folder.env);
});
afterEach(async () => {
  await service.stop();
  await folder.remove();
});

const rows = [
  item({ title: 'Either order', date: '01/02/2003' }),
  item({ title: 'A zone of several meanings', date: '2014-03-08 10:00 IST' }),
  item({ title: 'A zone that is not known', date: '2014-03-08 10:00 QQQ' }),
  item({ title: 'Quoted', date: '; set dateOrder to' }),
];
const options = [
  /; set --date-order to DMY or MDY/,
  /; set --zones to IST=/,
  /; set --zones to it/,
];
const parameters = [/; set dateOrder to DMY or MDY/, /; set zones to IST=/, /; set zones to it/];

/** The messages of the rows; text of the row itself is not changed. */
function expectMessages(messages: readonly string[], expected: readonly RegExp[]) {
  expect(messages).toHaveLength(rows.length);
  for (const [index, pattern] of expected.entries()) expect(messages[index]).toMatch(pattern);
  expect(messages.at(-1)).toContain('"; set dateOrder to"');
}

const messagesIn = (lines: string) =>
  lines
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line).reasons[0].message);

test.each([
  ['import into a database', []],
  ['import through a service', ['--url']],
])('messages on the command line name its options, not API parameters: %s', async (_way, url) => {
  const target = url.length > 0 ? [...url, await service.app.listen()] : [];
  const file = await folder.write('rows.ndjson', ndjson(rows));
  const rejects = folder.file('rejects.ndjson');
  expect((await folder.import([file, '--rejects', rejects, ...target])).code).toBe(2);
  expectMessages(messagesIn(await folder.read('rejects.ndjson')), options);
  for (const format of ['ndjson', 'table']) {
    const terminal = testTerminal(folder.env, { waitForStop: () => new Promise(() => {}) });
    expect(await run(['rejects', 'list', '1', '--format', format], terminal)).toBe(0);
    const printed = terminal.printed();
    expectMessages(
      format === 'table' ? printed.trimEnd().split('\n').slice(3) : messagesIn(printed),
      options,
    );
  }

  const advice = ['--date-order', 'DMY', '--zones', 'IST=+05:30,QQQ=-03:00'];
  const followed = await folder.import([rejects, ...advice, ...target]);
  expect(followed.printed).toContain('4 rows received: 3 inserted, 0 duplicates, 1 rejected.');
});

test('messages in the API name its parameters, even for imports of the command line', async () => {
  await folder.import([await folder.write('rows.ndjson', ndjson(rows))]);
  const { import: stored } = await service.query<{
    import: { rejections: { reasons: { message: string }[] }[] };
  }>('{ import(id: 1) { rejections { reasons { message } } } }');
  const messagesOf = (rejections: typeof stored.rejections) =>
    rejections.map(({ reasons }) => String(reasons[0]?.message));
  expectMessages(messagesOf(stored.rejections), parameters);
  const answer = await post(service.app, '/v1/bulk', rows);
  expectMessages(messagesOf(answer.json().rejections), parameters);
});
