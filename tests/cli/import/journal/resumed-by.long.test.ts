import { writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { mixedCounts } from '../../../support/importing.js';
import {
  rowCount,
  startTokenImport,
  stopAfterTwo,
  type TokenImport,
} from '../../../support/token-import.js';
import { bearer } from '../../../support/viewers.js';

let one: TokenImport;
beforeEach(async () => {
  one = await startTokenImport();
});
afterEach(() => one.stop());

describe('an interrupted import', () => {
  test.each([
    ['only import', ['imports:write']],
    ['read its imports as well', ['imports:write', 'imports:read']],
  ])('is resumed with the same token, which may %s', async (_, scopes) => {
    await stopAfterTwo(one, await one.createToken('ci', ...scopes));
    expect((await one.importWithFile()).code).toBe(2);
    expect(one.sent()).toHaveLength(1);
    expect(await one.report()).toMatchObject(mixedCounts(rowCount));
  });

  test('is resumed with a new token of the same name (attack 41)', async () => {
    const old = await one.createToken('ci');
    await stopAfterTwo(one, old);
    await writeFile(one.tokenFile, await one.createToken('ci'));
    await one.revoke(old);
    expect((await one.importWithFile()).code).toBe(2);
    expect(one.sent()).toHaveLength(1);
    expect(await one.report()).toMatchObject(mixedCounts(rowCount));
  });

  test('is not resumed with a token of another name (attack 40)', async () => {
    const first = await one.createToken('ci');
    await stopAfterTwo(one, first);
    // One that may read all imports would find it.
    const other = await one.createToken('other', 'imports:write', 'imports:read-all');
    await writeFile(one.tokenFile, other);
    const { code, errors } = await one.importWithFile('--quiet');
    expect([code, errors]).toEqual([
      1,
      'This import was begun as "user:token:ci" and cannot be resumed as "user:token:other"; use a token of the former, or start over with --restart.\n',
    ]);
    expect(one.sent()).toEqual([]);
    // Whose it is can still resume it.
    await writeFile(one.tokenFile, first);
    expect((await one.importWithFile()).code).toBe(2);
    expect(one.sent()).toHaveLength(1);
  });

  test('is not resumed without a token', async () => {
    await stopAfterTwo(one, await one.createToken('ci'));
    const { code, errors } = await one.import('--quiet');
    expect([code, errors]).toEqual([
      1,
      expect.stringContaining('and cannot be resumed as "anonymous";'),
    ]);
    expect(one.sent()).toEqual([]);
  });

  test('starts over for another token with --restart, as its own import', async () => {
    await stopAfterTwo(one, await one.createToken('ci'));
    const other = await one.createToken('other', 'imports:write', 'imports:read');
    await writeFile(one.tokenFile, other);
    expect((await one.importWithFile('--restart')).code).toBe(2);
    expect(one.sent()).toHaveLength(3);
    const payload = { query: '{ imports(first: 9) { nodes { received } } }' };
    const headers = bearer(other);
    const own = await one.service.app.inject({ method: 'POST', url: '/graphql', headers, payload });
    expect(own.json().data.imports.nodes).toHaveLength(3);
  });
});
