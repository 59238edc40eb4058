import { hash } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { engineForUrl } from '../../src/database/engine-for-url.js';
import { foldingVersion } from '../../src/text/fold-text.js';
import { createFoldedCopies } from '../../src/text/folded-copies.js';
import { characters, uris } from './folding-samples.js';

// When this fails, texts are folded in another way than those that databases hold:
//
// 1. Raise foldingVersion, and put the new digest here.
// 2. Add a migration to each engine that folds and indexes everything again, with a frozen copy of the
//    new code: see src/database/migrations/README.md. The older migrations stay as they are.
test('a change in how texts are folded raises foldingVersion', () => {
  const copies = [
    ...characters.map((each) => createFoldedCopies(`a ${each}b`, 'https://example.com/')),
    ...uris.map((uri) => createFoldedCopies('', uri)),
  ];
  const digest = hash('sha256', JSON.stringify(copies), 'hex').slice(0, 16);
  expect({ foldingVersion, digest }).toEqual({ foldingVersion: 2, digest: '63bcbc6754f1956c' });
});

test.each(['sqlite::memory:', 'mysql://user@host/database', 'mariadb://user@host/database'])(
  'the last folding migration of %s is of the version by which the program folds',
  async (url) => {
    const { migrations } = await engineForUrl(url);
    const names = migrations.map(({ name }) => name).filter((name) => name.includes('folding'));
    expect(names.at(-1)).toMatch(new RegExp(`^\\d{4}-folding-${foldingVersion}$`));
  },
);
