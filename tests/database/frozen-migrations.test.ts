import { hash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { countReasons } from '../../src/database/migrations/count-reasons.js';
import { foldRecord } from '../../src/database/migrations/folding-2/fold-record.js';
import {
  addPostings,
  type PostingLists,
} from '../../src/database/mysql/migrations/folding-2-index.js';
import { characters, uris } from './folding-samples.js';

// When one of these fails, a migration was edited that has run on databases out there. Undo the edit, and
// write a new migration instead: see src/database/migrations/README.md.
const digest = (value: unknown) => hash('sha256', JSON.stringify(value), 'hex').slice(0, 16);

test('the frozen folding, version 2, folds as it did when its migration was released', () => {
  const copies = [
    ...characters.map((each) => foldRecord(`a ${each}b`, 'https://example.com/')),
    ...uris.map((uri) => foldRecord('', uri)),
  ];
  expect(digest(copies)).toBe('63bcbc6754f1956c');
});

test('the frozen search index of folding 2 has the bytes that it had when its migration was released', () => {
  const lists: PostingLists = new Map();
  for (const [at, each] of characters.slice(0, 4000).entries()) {
    addPostings(lists, 4096 + at, `a ${each}b a ${at % 10}${(at % 300) + 100}`);
  }
  expect(digest([...lists].map(([trigram, { bytes }]) => [trigram, bytes]))).toBe(
    'bfb94a982db7da65',
  );
});

test('the frozen counting of rejection reasons counts each code once for an item', () => {
  const reasons = [['URI_MISSING', 'DATE_MISSING', 'DATE_MISSING'], ['DATE_MISSING'], []];
  const received = reasons.map((codes) => JSON.stringify(codes.map((code) => ({ code }))));
  expect(countReasons(received)).toEqual({ URI_MISSING: 1, DATE_MISSING: 2 });
});

const database = fileURLToPath(new URL('../../src/database/', import.meta.url));

test('migrations import nothing but packages and frozen code', async () => {
  const files = (await readdir(database, { recursive: true })).filter((name) =>
    /(^|\/)migrations\/.*\.ts$/.test(name),
  );
  expect(files.length).toBeGreaterThan(10);
  const live: string[] = [];
  for (const file of files) {
    const source = await readFile(join(database, file), 'utf8');
    for (const [, imported = ''] of source.matchAll(/ from '(\.[^']+)'/g)) {
      const path = join(dirname(file), imported);
      if (!/(^|\/)migrations\//.test(path)) live.push(`${file} imports ${path}`);
    }
  }
  expect(live).toEqual([]);
});
