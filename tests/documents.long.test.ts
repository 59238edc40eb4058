import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Service, startService } from './support/service.js';

const root = fileURLToPath(new URL('../', import.meta.url));

const paths = [
  ...readdirSync(root),
  ...readdirSync(join(root, 'docs'), { recursive: true }).map((path) => join('docs', String(path))),
].filter((path) => path.endsWith('.md'));

const documents = paths.map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));

// An example is a block with a call, followed by a block with what the response must contain: as JSON,
// or as lines in which "…" stands for anything.
const examples = documents.flatMap(({ path, text }) =>
  [...text.matchAll(/```(sh|graphql)\n([^`]*)```\n\n```(json|text)\n([^`]*)```/g)].map(
    ([, language = '', call = '', kind = '', response = '']) => ({
      path,
      language,
      call: call.trim(),
      firstLine: call.trim().split('\n', 1)[0],
      kind,
      response,
    }),
  ),
);

/** The lines of a text, each as a pattern of a whole line. */
const patternsOf = (text: string) =>
  text
    .trim()
    .split('\n')
    .map((line) => line.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll('…', '.*'))
    .map((line) => new RegExp(`^${line}\\r?$`, 'm'));

/** The anchors of the headings of a file, as GitHub makes them. */
const anchorsOf = (file: string) =>
  [...readFileSync(file, 'utf8').matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );

describe('the documents', () => {
  let service: Service;
  let address: string;
  // Where commands keep their state.
  const env = {
    ...process.env,
    NODE_ENV: 'development',
    XDG_STATE_HOME: mkdtempSync(join(tmpdir(), 'records-documents-')),
  };
  beforeAll(async () => {
    service = await startService();
    address = await service.app.listen();
    const input = readFileSync(join(root, 'input/data.json'), 'utf8');
    await service.importItems(JSON.parse(input).items);
  }, 60_000);
  afterAll(async () => {
    await service.stop();
    rmSync(env.XDG_STATE_HOME, { recursive: true });
  });

  test('have an example of every kind of call', () => {
    const calls = examples.map(({ call }) => call).join('\n');
    for (const part of [
      '/v1/bulk',
      '/v1/?',
      '/v1/1',
      '/v1/export',
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
    '$path shows what this returns: $firstLine',
    async ({ language, call, kind, response }) => {
      if (language === 'graphql') {
        expect(await service.query(call)).toMatchObject(JSON.parse(response));
        return;
      }
      const command = call
        .replaceAll('http://localhost:8000', address)
        .replaceAll(
          'npx records',
          `"${process.execPath}" "${process.env.RECORDS_TEST_BUILD}/dist/main.js"`,
        );
      const { stdout } = await promisify(execFile)('sh', ['-c', command], { cwd: root, env });
      if (kind === 'json') expect(JSON.parse(stdout)).toMatchObject(JSON.parse(response));
      else for (const line of patternsOf(response)) expect(stdout).toMatch(line);
    },
  );

  test('name only npm scripts that exist', () => {
    const scripts = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).scripts;
    const named = documents.flatMap(({ text }) =>
      [...text.matchAll(/(?:`|&& |^)npm run ([\w:]+)/gm)].map(([, name = '']) => name),
    );
    expect(named).toContain('demo');
    expect(named.filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
  });

  test('link only to files and headings that exist', () => {
    const broken = documents.flatMap(({ path, text }) =>
      [...text.matchAll(/\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?[^)]*\)/g)]
        .filter(([, target = '', heading]) => {
          const file = join(root, target ? normalize(join(dirname(path), target)) : path);
          return !existsSync(file) || (heading && !anchorsOf(file).includes(heading));
        })
        .map(([link]) => `${path}: ${link}`),
    );
    expect(broken).toEqual([]);
  });

  test('start with a README of two screens', () => {
    expect(statSync(join(root, 'README.md')).size).toBeLessThan(9000);
  });
});
