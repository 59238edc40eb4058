import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Service, startService } from './support/service.js';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const scripts: Record<string, string> = JSON.parse(
  readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
).scripts;

// An example is a block with the call, and behind it a block with what the answer must hold.
const examples = [...readme.matchAll(/```(sh|graphql)\n([^`]*)```\n\n```json\n([^`]*)```/g)].map(
  ([, language = '', call = '', answer = '']) => ({ language, call, answer: JSON.parse(answer) }),
);

describe('the README', () => {
  let service: Service;
  let address: string;
  beforeAll(async () => {
    service = await startService();
    address = await service.app.listen();
    const input = readFileSync(new URL('../input/data.json', import.meta.url), 'utf8');
    await service.importItems(JSON.parse(input).items);
  });
  afterAll(() => service.stop());

  test('has an example of every kind of call', () => {
    const calls = examples.map(({ call }) => call).join('\n');
    for (const part of ['/v1/bulk', '/v1/?', '/v1/1', '/graphql', 'bulkImport', 'records']) {
      expect(calls).toContain(part);
    }
  });

  test.each(examples)('shows what this call answers: $call', async ({ language, call, answer }) => {
    if (language === 'graphql') {
      expect(await service.query(call)).toMatchObject(answer);
      return;
    }
    const command = call.replaceAll('http://localhost:8000', address);
    const { stdout } = await promisify(execFile)('sh', ['-c', command]);
    expect(JSON.parse(stdout)).toMatchObject(answer);
  });

  test('names only scripts that exist', () => {
    const named = [...readme.matchAll(/(?:`|&& )npm run ([\w:]+)/g)].map(([, name = '']) => name);
    expect(named).toContain('demo');
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });
});
