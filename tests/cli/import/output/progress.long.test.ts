import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  type ImportFolder,
  importFolder,
  mixedCounts,
  mixedItems,
  ndjson,
} from '../../../support/importing.js';
import { until } from '../../../support/until.js';

const count = 30_000;
const { received, inserted, duplicates, rejected } = mixedCounts(count);

let folder: ImportFolder;
let file: string;
beforeAll(async () => {
  folder = await importFolder();
  file = await folder.write('rows.ndjson', ndjson(mixedItems(count)));
});
afterAll(() => folder.remove());

const linesOf = (errors: string) => errors.trimEnd().split('\n');

describe('with --progress json', () => {
  test('the last line tells the end of it', async () => {
    const { errors } = await folder.import([file, '--dry-run', '--progress', 'json']);
    const last = JSON.parse(linesOf(errors).at(-1) ?? '');
    expect(last).toEqual({
      received,
      inserted,
      duplicates,
      rejected,
      rowsPerSecond: expect.any(Number),
      bytesRead: ndjson(mixedItems(count)).length,
      bytesTotal: ndjson(mixedItems(count)).length,
      secondsLeft: 0,
      done: true,
    });
    expect(last.rowsPerSecond).toBeGreaterThan(0);
  });

  test('there is a line for every second', async () => {
    const input = new PassThrough();
    let errors = '';
    const printError = (text: string) => {
      errors += text;
    };
    const args = ['--format', 'ndjson', '--dry-run', '--progress', 'json'];
    const ended = folder.import(args, { input: () => input, printError });
    input.write(ndjson(mixedItems(20_500)));
    await until('it is seen that two chunks are done', () => errors.includes('"received":20000'));
    expect(JSON.parse(linesOf(errors).at(-1) ?? '')).toMatchObject({
      bytesTotal: null,
      secondsLeft: null,
      done: false,
    });
    input.end();
    await ended;
    expect(JSON.parse(linesOf(errors).at(-1) ?? '')).toMatchObject({
      received: 20_500,
      done: true,
    });
  });
});

test('with --progress json also why it failed is a line of JSON', async () => {
  const { code, errors } = await folder.import([folder.file('missing'), '--progress', 'json']);
  expect([code, JSON.parse(errors)]).toEqual([
    1,
    { error: expect.stringMatching(/missing cannot be read \(ENOENT\)\. Nothing was imported\.$/) },
  ]);
});

describe('where nobody watches', () => {
  test('there is at most a line for every tenth of a file, and one at the end', async () => {
    const { errors } = await folder.import([file, '--dry-run']);
    const lines = linesOf(errors);
    expect(lines.length).toBeLessThanOrEqual(11);
    expect(lines.at(-1)).toMatch(
      /^100 %, [\d,]+ rows\/s, 25,500 inserted, 3,000 duplicate, 1,500 rejected$/,
    );
  });
});

describe('where somebody watches', () => {
  test('a bar is drawn over and over', async () => {
    const { errors } = await folder.import([file, '--dry-run'], { isErrorTty: true });
    expect(errors).toMatch(/\r.*█{20} 100 %, [\d,]+ rows\/s, 25,500 inserted, .*\n$/);
    expect(linesOf(errors)).toHaveLength(1);
  });
});

test('with --progress none nothing is shown but the summary', async () => {
  const ended = await folder.import([file, '--dry-run', '--progress', 'none']);
  expect(ended).toEqual({ code: 2, errors: '', printed: expect.stringContaining('30000 rows') });
});

test('with --quiet nothing is said but why it failed', async () => {
  const quiet = await folder.import([file, '--dry-run', '--quiet']);
  expect(quiet).toEqual({ code: 2, errors: '', printed: '' });
  const failed = await folder.import([folder.file('missing'), '--quiet']);
  expect(failed).toMatchObject({ code: 1, printed: '' });
  expect(linesOf(failed.errors)).toHaveLength(1);
});

describe('the summary', () => {
  test('tells the counts, and the reasons', async () => {
    const { printed } = await folder.import([file, '--dry-run']);
    expect(printed).toMatch(
      /^30000 rows received: 25500 inserted, 3000 duplicates, 1500 rejected\.\nRejected for: TITLE_MISSING 1500, URI_RELATIVE 1500\.\nThis was a dry run of \d+ s; nothing was stored\.\n$/,
    );
  });

  test('tells them for each of several files', async () => {
    const other = await folder.write('other.ndjson', ndjson(mixedItems(3)));
    const { printed } = await folder.import([file, other, '--dry-run']);
    expect(printed.split('\n').slice(0, 3)).toEqual([
      `${file}: 30000 rows received: 25500 inserted, 3000 duplicates, 1500 rejected.`,
      `${other}: 3 rows received: 0 inserted, 3 duplicates, 0 rejected.`,
      '30003 rows received: 25500 inserted, 3003 duplicates, 1500 rejected.',
    ]);
  });
});
