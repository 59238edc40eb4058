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
  test('the last line has the final figures', async () => {
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

  test('a line is printed every second', async () => {
    const input = new PassThrough();
    let errors = '';
    const printError = (text: string) => {
      errors += text;
    };
    const args = ['--format', 'ndjson', '--dry-run', '--progress', 'json'];
    const ended = folder.import(args, { input: () => input, printError });
    input.write(ndjson(mixedItems(20_500)));
    await until('progress shows that two chunks are done', () =>
      errors.includes('"received":20000'),
    );
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

test('with --progress json, an error is a line of JSON, too', async () => {
  const { code, errors } = await folder.import([folder.file('missing'), '--progress', 'json']);
  expect([code, JSON.parse(errors)]).toEqual([
    1,
    { error: expect.stringMatching(/missing cannot be read \(ENOENT\)\. Nothing was imported\.$/) },
  ]);
});

describe('without a TTY', () => {
  test('progress is at most a line for each tenth of a file, and one at the end', async () => {
    const { errors } = await folder.import([file, '--dry-run']);
    const lines = linesOf(errors);
    expect(lines.length).toBeLessThanOrEqual(11);
    expect(lines.at(-1)).toMatch(
      /^100 %, [\d,]+ rows\/s, 25,500 inserted, 3,000 duplicate, 1,500 rejected$/,
    );
  });
});

describe('on a TTY', () => {
  test('progress is a bar that is redrawn', async () => {
    const { errors } = await folder.import([file, '--dry-run'], { isErrorTty: true });
    expect(errors).toMatch(/\r.*█{20} 100 %, [\d,]+ rows\/s, 25,500 inserted, .*\n$/);
    expect(linesOf(errors)).toHaveLength(1);
  });
});

test('with --progress none, only the summary is printed', async () => {
  const ended = await folder.import([file, '--dry-run', '--progress', 'none']);
  expect(ended).toEqual({ code: 2, errors: '', printed: expect.stringContaining('30000 rows') });
});

test('with --quiet, only errors are printed', async () => {
  const quiet = await folder.import([file, '--dry-run', '--quiet']);
  expect(quiet).toEqual({ code: 2, errors: '', printed: '' });
  const failed = await folder.import([folder.file('missing'), '--quiet']);
  expect(failed).toMatchObject({ code: 1, printed: '' });
  expect(linesOf(failed.errors)).toHaveLength(1);
});

describe('the summary of an import', () => {
  test('contains the counts and the reasons', async () => {
    const { printed } = await folder.import([file, '--dry-run']);
    expect(printed).toMatch(
      /^30000 rows received: 25500 inserted, 3000 duplicates, 1500 rejected\.\nRejected for: TITLE_MISSING 1500, URI_RELATIVE 1500\.\nThis was a dry run of \d+ s; nothing was stored\.\n$/,
    );
  });

  test('contains the counts of each of several files', async () => {
    const other = await folder.write('other.ndjson', ndjson(mixedItems(3)));
    const { printed } = await folder.import([file, other, '--dry-run']);
    expect(printed.split('\n').slice(0, 3)).toEqual([
      `${file}: 30000 rows received: 25500 inserted, 3000 duplicates, 1500 rejected.`,
      `${other}: 3 rows received: 0 inserted, 3 duplicates, 0 rejected.`,
      '30003 rows received: 25500 inserted, 3003 duplicates, 1500 rejected.',
    ]);
  });
});
