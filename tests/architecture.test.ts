import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { expect, test } from '@jest/globals';

const root = resolve(import.meta.dirname, '..');
const architecture = readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8');

// By their files: a move leaves empty folders in a checkout.
const folders = [
  ...new Set(globSync('src/*/**/*.ts', { cwd: root }).map((file) => file.split('/')[1] ?? '')),
];

test.each(['ARCHITECTURE.md', 'CONTRIBUTING.md', 'tests/README.md'])(
  'every path that %s names exists',
  (name) => {
    const text = readFileSync(join(root, name), 'utf8');
    const paths = [...text.matchAll(/`((?:src|tests|docs)\/[\w./-]+)`/g)].map((match) => match[1]);
    expect(paths.filter((path) => !existsSync(join(root, path ?? '')))).toEqual([]);
  },
);

test('the map of ARCHITECTURE.md has every folder of src', () => {
  expect(folders.filter((name) => !architecture.includes(`\n  ${name}/ `))).toEqual([]);
});

test('every folder of src has a README', () => {
  expect(folders.filter((name) => !existsSync(join(root, 'src', name, 'README.md')))).toEqual([]);
});

test('the map of ARCHITECTURE.md that names some subfolders of a folder names all', () => {
  // Each folder with the indented lines below it.
  const [, ...parts] = architecture.split(/\n {2}(?=[a-z-]+\/ )/);
  const missing = parts.flatMap((part) => {
    const folder = part.slice(0, part.indexOf('/'));
    const named = [...part.matchAll(/\n {4}([a-z-]+)\/ /g)].map(([, name]) => name);
    const files = named.length > 0 ? globSync(`src/${folder}/*/**/*.ts`, { cwd: root }) : [];
    const subfolders = new Set(files.map((file) => file.split('/')[2]));
    return [...subfolders]
      .filter((name) => !named.includes(name))
      .map((name) => `src/${folder}/${name}`);
  });
  expect(missing).toEqual([]);
});

test('every file and folder that a README of src names exists', () => {
  const files = globSync('src/**/*.ts', { cwd: root });
  const missing = globSync('src/**/README.md', { cwd: root }).flatMap((readme) => {
    const text = readFileSync(join(root, readme), 'utf8');
    return [...text.matchAll(/`(\w[\w./-]*(?:\.ts|\/))`/g)]
      .map(([, path = '']) => path)
      .filter((path) => {
        // Below its own folder, or written from src or from the root.
        const isNamed = (file: string) => `/${file}`.includes(`/${path}`);
        const below = files.some((file) => file.startsWith(dirname(readme)) && isNamed(file));
        return !below && !existsSync(join(root, 'src', path)) && !existsSync(join(root, path));
      })
      .map((path) => `${readme}: ${path}`);
  });
  expect(missing).toEqual([]);
});

test('no folder of src has more than 16 files', () => {
  const files = globSync('src/**/*.ts', { cwd: root });
  const count = Map.groupBy(files, (file) => file.slice(0, file.lastIndexOf('/')));
  expect([...count].filter(([, found]) => found.length > 16).map(([folder]) => folder)).toEqual([]);
});
