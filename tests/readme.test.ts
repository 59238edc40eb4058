import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Service, startService } from './support/service.js';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const scripts: Record<string, string> = JSON.parse(
  readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
).scripts;

// An example is a block with the call, and behind it a block with what the answer must hold: as JSON,
// or as lines in which "…" stands for anything.
const examples = [
  ...readme.matchAll(/```(sh|graphql)\n([^`]*)```\n\n```(json|text)\n([^`]*)```/g),
].map(([, language = '', call = '', kind = '', answer = '']) => ({ language, call, kind, answer }));

/** The lines of a text, each as a pattern of a whole line. */
const linesOf = (text: string) =>
  text
    .trim()
    .split('\n')
    .map((line) => line.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll('…', '.*'))
    .map((line) => new RegExp(`^${line}\\r?$`, 'm'));

describe('the README', () => {
  let service: Service;
  let address: string;
  // What a command keeps of its state.
  const env = { ...process.env, XDG_STATE_HOME: mkdtempSync(join(tmpdir(), 'records-readme-')) };
  beforeAll(async () => {
    service = await startService();
    address = await service.app.listen();
    const input = readFileSync(new URL('../input/data.json', import.meta.url), 'utf8');
    await service.importItems(JSON.parse(input).items);
  });
  afterAll(async () => {
    await service.stop();
    rmSync(env.XDG_STATE_HOME, { recursive: true });
  });

  test('has an example of every kind of call', () => {
    const calls = examples.map(({ call }) => call).join('\n');
    for (const part of [
      '/v1/bulk',
      '/v1/?',
      '/v1/1',
      '/graphql',
      '/graphql/sha256:',
      'bulkImport',
      'operations check',
      'schema diff',
      'records import',
    ]) {
      expect(calls).toContain(part);
    }
  });

  test.each(examples.filter(({ call }) => !call.startsWith('npm ')))(
    'shows what this call answers: $call',
    async ({ language, call, kind, answer }) => {
      if (language === 'graphql') {
        expect(await service.query(call)).toMatchObject(JSON.parse(answer));
        return;
      }
      const command = call
        .replaceAll('http://localhost:8000', address)
        .replaceAll('npx records', `"${process.execPath}" dist/main.js`);
      const { stdout } = await promisify(execFile)('sh', ['-c', command], { env });
      if (kind === 'json') expect(JSON.parse(stdout)).toMatchObject(JSON.parse(answer));
      else for (const line of linesOf(answer)) expect(stdout).toMatch(line);
    },
  );

  test('names only scripts that exist', () => {
    const named = [...readme.matchAll(/(?:`|&& )npm run ([\w:]+)/g)].map(([, name = '']) => name);
    expect(named).toContain('demo');
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });
});
