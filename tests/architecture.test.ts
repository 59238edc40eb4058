import { existsSync, globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from '@jest/globals';

const root = resolve(import.meta.dirname, '..');
const architecture = readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8');

test.each(['ARCHITECTURE.md', 'CONTRIBUTING.md', 'tests/README.md'])(
  'every path that %s names exists',
  (name) => {
    const text = readFileSync(join(root, name), 'utf8');
    const paths = [...text.matchAll(/`((?:src|tests|docs)\/[\w./-]+)`/g)].map((match) => match[1]);
    expect(paths.filter((path) => !existsSync(join(root, path ?? '')))).toEqual([]);
  },
);

test('the map of ARCHITECTURE.md has every folder of src', () => {
  // By their files: a move leaves empty folders in a checkout.
  const files = globSync('src/*/**/*.ts', { cwd: root });
  const folders = new Set(files.map((file) => file.split('/')[1]));
  expect([...folders].filter((name) => !architecture.includes(`\n  ${name}/ `))).toEqual([]);
});

test('no folder of src has more than 20 files', () => {
  const files = globSync('src/**/*.ts', { cwd: root });
  const count = Map.groupBy(files, (file) => file.slice(0, file.lastIndexOf('/')));
  expect([...count].filter(([, found]) => found.length > 20).map(([folder]) => folder)).toEqual([]);
});
