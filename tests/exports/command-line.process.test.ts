import { chmod, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { Terminal } from '../../src/cli/output/terminal.js';
import { run } from '../../src/cli/run.js';
import { type Checkout, checkOut } from '../support/checkout.js';
import { fillWithLongRecords } from '../support/exported.js';
import { type Service, startService } from '../support/service.js';
import { testTerminal } from '../support/terminal.js';
import { until } from '../support/until.js';

// Processes take their time to start where the machine is busy.
jest.setTimeout(60_000);

const count = 5_000;
let checkout: Checkout;
let folder: string;
let url: string;
let service: Service;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'records-export-'));
  url = `sqlite:${join(folder, 'records.db')}`;
  service = await startService({ DATABASE_URL: url });
  await fillWithLongRecords(service, count);
  checkout = await checkOut();
});
afterAll(async () => {
  await checkout.remove();
  await service.stop();
  await rm(folder, { recursive: true });
});

const goesOn = () => new Promise<void>(() => {});

async function exporting(args: readonly string[], given: Partial<Terminal> = {}) {
  const terminal = testTerminal({ DATABASE_URL: url }, { waitForStop: goesOn, ...given });
  const code = await run(['export', ...args], terminal);
  return { code, printed: terminal.printed(), errors: terminal.errors() };
}

const inShell = (line: string) => checkout.inShell(line, { DATABASE_URL: url });

describe('records export to standard output', () => {
  test('writes the records and nothing else', async () => {
    const { stdout, stderr } = await inShell('records export | cat');
    expect([stdout.split('\n').length, stderr]).toEqual([count + 2, '']);
  });

  test.each(['head -1', 'true'])(
    'a reader that has seen enough ends it quietly: %s',
    async (reader) => {
      const { stderr } = await inShell(`records export | ${reader}`);
      expect(stderr).toBe('');
    },
  );

  test('exits with 1 and a sentence when the disk is full', async () => {
    const { stdout } = await inShell('(records export > /dev/full) 2>&1; echo $?');
    expect(stdout).toBe(
      'Standard output cannot be written (ENOSPC). The output is incomplete.\n1\n',
    );
  });

  test('exits with 1 and a sentence when it is stopped', async () => {
    const output = new Writable({ write: () => {} });
    const stopped = await exporting([], { output, waitForStop: async () => {} });
    expect(stopped).toMatchObject({
      code: 1,
      errors: 'The command was stopped. The output is incomplete.\n',
    });
  });
});

describe('records export to a file', () => {
  test('creates the file only when everything is written', async () => {
    const file = join(folder, 'whole.csv');
    const { code, printed, errors } = await exporting(['--format', 'csv', '--output', file]);
    expect([code, printed, errors]).toEqual([0, `Wrote ${count + 1} records to ${file}.\n`, '']);
    expect((await readFile(file, 'utf8')).split('\r\n')).toHaveLength(count + 3);
  });

  test('replaces the file to which a symbolic link leads', async () => {
    const [file, link] = [join(folder, 'linked.json'), join(folder, 'link')];
    await writeFile(file, 'before');
    await symlink(file, link);
    await exporting(['--site', 'nowhere', '--format', 'json', '--output', link]);
    expect(await readFile(file, 'utf8')).toBe('[\n\n]\n');
  });

  test.each([0o600, 0o664])('keeps the mode of the file that it replaces: %d', async (mode) => {
    const file = join(folder, `mode-${mode}`);
    await writeFile(file, 'before');
    await chmod(file, mode);
    await exporting(['--site', 'nowhere', '--output', file]);
    expect((await stat(file)).mode & 0o7777).toBe(mode);
  });

  test.each(['SIGINT', 'SIGTERM'] as const)(
    'is as it was after %s in the middle',
    async (signal) => {
      const file = join(folder, 'stopped.ndjson');
      await writeFile(file, 'before');
      const begun = async () => (await readdir(folder)).some((name) => name.endsWith('.new'));
      const command = checkout.records(['export', '--output', file], { DATABASE_URL: url });
      await until('the export has begun', begun, 1);
      command.child.kill(signal);
      expect(await command.ended()).toBe(1);
      expect(command.output()).toBe(`The command was stopped. ${file} is unchanged.\n`);
      expect([await readFile(file, 'utf8'), await begun()]).toEqual(['before', false]);
    },
  );

  test('reports in a sentence that the file cannot be written', async () => {
    const file = join(folder, 'no-folder/file');
    const { code, errors } = await exporting(['--output', file]);
    expect([code, errors]).toEqual([
      1,
      `${file} cannot be written (ENOENT). Nothing was written.\n`,
    ]);
  });

  test.each(['/dev/null', tmpdir()])(
    'does not replace what is not a regular file: %s',
    async (file) => {
      const { code, errors } = await exporting(['--output', file]);
      expect([code, errors]).toEqual([1, expect.stringContaining(`${file} is not a regular file`)]);
    },
  );
});

test('records export shows its progress on a terminal, unless it prints the records there', async () => {
  const args = ['--before', '2000-01-01'];
  const seen = await exporting(args, { isErrorTty: true });
  expect(seen.errors).toBe('\r1 record\r1 record\n');
  expect((await exporting(args, { isErrorTty: true, isOutputTty: true })).errors).toBe('');
});

test('records export takes the database from --database', async () => {
  const terminal = testTerminal({ DATABASE_URL: 'nonsense' }, { waitForStop: goesOn });
  const args = ['export', '--database', url, '--site', 'nowhere', '--format', 'csv'];
  expect(await run(args, terminal)).toBe(0);
  expect(terminal.printed()).toBe('title,uri,date\r\n');
});

describe('records export exits with 1 and a sentence', () => {
  test.each([
    [['--database', 'postgres://me:secret@h/d'], /^The option --database is "postgres:\/\/me:…@/],
    [
      ['--format', 'xml'],
      /'xml' is invalid. Allowed choices are ndjson, csv, json, html, atom, json-feed/,
    ],
    [['--after', '2014'], /^The option --after is invalid: "2014" is not a date; .+\n$/],
    [['--contains', 'x'.repeat(1001)], /^The option --contains has 1001 characters; .+\n$/],
    [['--safe-csv'], /^The option --safe-csv is for CSV, but --format is ndjson.\n$/],
    [['--first', '5'], /unknown option '--first'/],
  ])('for the arguments %j', async (args, sentence) => {
    const { code, printed, errors } = await exporting(args);
    expect([code, printed, errors]).toEqual([1, '', expect.stringMatching(sentence)]);
  });

  test('if the database does not exist, and does not create it', async () => {
    const file = join(folder, 'missing.db');
    const terminal = testTerminal({ DATABASE_URL: `sqlite:${file}` }, { waitForStop: goesOn });
    expect(await run(['export'], terminal)).toBe(1);
    expect(terminal.errors()).toBe(
      `No database found at ${file}. Set --database or DATABASE_URL.\n`,
    );
    expect(await readdir(folder)).not.toContain('missing.db');
  });

  test('if the database fails in the middle', async () => {
    const { em } = service.app.fork();
    const execute = (sql: string) => em.getConnection('write').execute(sql);
    let written = '';
    const output = new Writable({
      write(chunk, _encoding, done) {
        const isFirst = written === '';
        written += chunk;
        if (isFirst) execute('alter table record rename to lost').then(() => done(), done);
        else done();
      },
    });
    const { code, errors } = await exporting([], { output });
    await execute('alter table lost rename to record');
    expect(code).toBe(1);
    expect(errors).toMatch(
      /^Reading the database sqlite:\S+ failed \(.*no such table.*\)\. The output is incomplete\.\n$/,
    );
    expect(written).not.toBe('');
  });
});
