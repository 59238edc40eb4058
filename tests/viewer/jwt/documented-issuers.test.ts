import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { readIssuers } from '../../../src/viewer/jwt/read-issuers.js';

const guide = await readFile(new URL('../../../docs/security.md', import.meta.url), 'utf8');
const examples = guide.split(/^### /m).flatMap((section) => {
  const [, title = '', json] = /^(.+)$[\s\S]*?^```json\n(\[[\s\S]*?)^```$/m.exec(section) ?? [];
  return json === undefined ? [] : [[title, json] as const];
});

test('The guide has examples of issuers', () => {
  expect(examples.map(([title]) => title)).toEqual(['Amazon Cognito', 'Keycloak', 'Auth0']);
});

test.each(examples)('The example of %s is accepted in production', async (_title, json) => {
  const folder = await mkdtemp(join(tmpdir(), 'records-issuers-'));
  try {
    const path = join(folder, 'issuers.json');
    await writeFile(path, json);
    expect(await readIssuers(path, true)).toHaveLength(1);
  } finally {
    await rm(folder, { recursive: true });
  }
});
