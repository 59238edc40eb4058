import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { run } from '../../src/cli/run.js';
import { pluralize } from '../../src/text/pluralize.js';
import { testTerminal } from '../support/terminal.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'records-demo-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function demo(given: Parameters<typeof testTerminal>[1] = {}, env = {}) {
  const url = `sqlite:${join(folder, 'records.db')}`;
  // An empty level counts as not set, so the log stays out of the output of the demo.
  const settings = { DATABASE_URL: url, PORT: '0', LOG_LEVEL: '', ...env };
  const terminal = testTerminal(settings, given);
  expect(await run(['demo'], terminal)).toBe(0);
  expect(terminal.errors()).toBe('');
  return terminal.printed();
}

test('records demo imports input/data.json once, shows the result, and serves', async () => {
  let shown = '';
  let stop = () => {};
  const stopped = new Promise<void>((resolve) => {
    stop = resolve;
  });
  let served: Promise<unknown[]> | undefined;
  await demo({
    waitForStop: () => stopped,
    print: (text) => {
      shown += text;
      const [, address] = /like (http:\S+)\?/.exec(text) ?? [];
      if (address) served = fetch(address).then((answer) => answer.json() as Promise<unknown[]>);
      if (address) served?.finally(stop);
    },
  });
  const first = shown;
  expect(first).toMatch(/^Importing input\/data\.json: 100 of 100\n/);
  const [, inserted, duplicates, rejected] =
    /^100 items received: (\d+) inserted, (\d+) duplicates?, (\d+) rejected\.$/m.exec(first) ?? [];
  expect(Number(inserted) + Number(duplicates) + Number(rejected)).toBe(100);
  expect(first).toMatch(/^ +\d+ {2}DATE_WITHOUT_YEAR +The date "/m);
  expect(first).toMatch(/│ \d{4}-\d\d-\d\d │ .*confort.* │/i);
  expect(first).toMatch(/^\d of \d+ records?$/m);
  expect(first).toMatch(
    /Serving until Ctrl-C:\n {2}http:\S+\/ .*\n {2}http:\S+\/ide .*\n {2}http:\S+\/graphql .*\n {2}http:\S+\/v1\/ /,
  );
  expect(first).toMatch(/\nStopped\.\n$/);
  expect(await served).toHaveLength(Number(inserted));

  const again = await demo();
  const all = 100 - Number(rejected);
  expect(again).toContain(
    `100 items received: 0 inserted, ${all} duplicates, ${rejected} rejected.`,
  );
});

test('records demo draws a progress bar instead of lines on a TTY', async () => {
  expect(await demo({ isOutputTty: true })).not.toContain('Importing');
});

test('records demo prints a URL that browsers can open when it listens on all interfaces', async () => {
  for (const host of ['0.0.0.0', '::']) {
    expect(await demo({}, { HOST: host })).toMatch(
      /http:\/\/(127\.0\.0\.1|localhost):\d+\/graphql/,
    );
  }
});

test('pluralize uses the singular for one', () => {
  expect([0, 1, 2].map((count) => pluralize(count, 'duplicate'))).toEqual([
    '0 duplicates',
    '1 duplicate',
    '2 duplicates',
  ]);
});
