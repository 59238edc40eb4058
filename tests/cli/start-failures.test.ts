import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { run } from '../../src/cli/run.js';
import { startService } from '../support/service.js';
import { testTerminal } from '../support/terminal.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'records-start-'));
  await writeFile(join(folder, 'text.db'), 'This is a text, and no database. '.repeat(200));
  await mkdir(join(folder, 'folder.db'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('a database that cannot be used is reported in one sentence', () => {
  test.each([
    ['a file that is not a database', 'text.db'],
    ['a folder', 'folder.db'],
    ['a file below a file', 'text.db/records.db'],
  ])('%s', async (_what, path) => {
    const url = `sqlite:${join(folder, path)}`;
    const terminal = testTerminal({ DATABASE_URL: url, PORT: '0', LOG_LEVEL: 'silent' });
    expect(await run(['demo'], terminal)).toBe(1);
    expect(terminal.printed()).toBe('');
    expect(terminal.errors()).toMatch(
      /^The database sqlite:\S+ cannot be used \(.+\); set DATABASE_URL .+\.\n$/,
    );
  });
});

test('a port that is in use is reported in one sentence, and nothing is imported', async () => {
  const other = createServer();
  await new Promise<void>((listening) => other.listen(0, '127.0.0.1', listening));
  const { port } = other.address() as { port: number };
  const url = `sqlite:${join(folder, 'taken.db')}`;
  try {
    const env = { DATABASE_URL: url, PORT: String(port), LOG_LEVEL: 'silent' };
    const terminal = testTerminal(env);
    expect(await run(['demo'], terminal)).toBe(1);
    expect(terminal.printed()).toBe('');
    expect(terminal.errors()).toBe(
      `Port ${port} on 127.0.0.1 is already in use; set PORT to a free one.\n`,
    );
  } finally {
    other.close();
  }
  const service = await startService({ DATABASE_URL: url });
  expect(await service.query('{ imports { nodes { id } } }')).toEqual({ imports: { nodes: [] } });
  await service.stop();
});

test.each(['203.0.113.1', 'no-such-host.invalid'])(
  'HOST=%s, which is not an address of this machine, is reported in one sentence',
  async (HOST) => {
    const env = { DATABASE_URL: 'sqlite::memory:', PORT: '0', LOG_LEVEL: 'silent', HOST };
    const terminal = testTerminal(env);
    expect(await run(['serve'], terminal)).toBe(1);
    expect(terminal.errors()).toBe(`HOST is "${HOST}", which is not an address of this machine.\n`);
  },
);
