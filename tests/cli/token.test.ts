import { chmod, chown, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { run } from '../../src/cli/run.js';
import { testTerminal } from '../support/terminal.js';
import { type TokenFolder, tokenFolder, tokenId } from '../support/token-folder.js';

let folder: TokenFolder;
beforeEach(async () => {
  folder = await tokenFolder();
});
afterEach(() => folder.remove());

const form = /^rec_[0-9a-f]{8}_[A-Za-z0-9_-]{43}\n$/;

describe('records token create', () => {
  test('prints the token alone on standard output, and on standard error what to do next', async () => {
    const { code, printed, errors } = await folder.run(
      ...['create', '--name', 'ci', '--scope', 'imports:write', '--expires', '30d'],
    );
    expect([code, printed()]).toEqual([0, expect.stringMatching(form)]);
    const day = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
    expect(errors()).toBe(
      `The token is not shown again. It expires on ${day}. Services with AUTH_TOKENS=${folder.file} notice after a SIGHUP (kill -HUP <pid>) or a restart.\n`,
    );
  });

  test('stores the hash of the token, and nothing from which it could be guessed', async () => {
    const token = await folder.create('ci', ['imports:write', 'imports:read']);
    const text = await folder.read();
    expect(text).not.toContain(token.slice(13));
    expect(JSON.parse(text)).toEqual({
      tokens: [
        {
          id: tokenId(token),
          name: 'ci',
          sha256: expect.stringMatching(/^[\w-]{43}$/),
          scopes: ['imports:write', 'imports:read'],
          createdAt: expect.any(String),
          expiresAt: expect.any(String),
        },
      ],
    });
  });

  test('lets tokens expire after 90 days, unless it is told when, or never', async () => {
    await folder.create('a', ['ops']);
    await folder.create('b', ['ops'], '--expires', 'never');
    const { tokens } = JSON.parse(await folder.read());
    const [days, never] = tokens.map(
      ({ createdAt, expiresAt }: Record<string, string | null>) =>
        expiresAt && (Date.parse(expiresAt) - Date.parse(createdAt ?? '')) / 86_400_000,
    );
    expect([days, never]).toEqual([90, null]);
  });

  test('makes a file that only its owner can read, and leaves nothing beside it', async () => {
    await folder.create('ci', ['ops']);
    expect((await stat(folder.file)).mode & 0o777).toBe(0o600);
    expect(await readdir(folder.path)).toEqual(['tokens.json']);
  });

  test('keeps the mode of the file, and its owner when it is run by root', async () => {
    await folder.create('ci', ['ops']);
    await chmod(folder.file, 0o640);
    const isRoot = process.getuid?.() === 0;
    if (isRoot) await chown(folder.file, 1234, 4321);
    await folder.create('ci', ['ops']);
    const { mode, uid, gid } = await stat(folder.file);
    expect(mode & 0o777).toBe(0o640);
    if (isRoot) expect([uid, gid]).toEqual([1234, 4321]);
  });

  test('loses no token when many are created at once', async () => {
    const names = Array.from({ length: 20 }, (_, n) => `job-${n}`);
    const tokens = await Promise.all(names.map((name) => folder.create(name, ['ops'])));
    const stored = JSON.parse(await folder.read()).tokens.map(({ id }: { id: string }) => id);
    expect(new Set(stored)).toEqual(new Set(tokens.map(tokenId)));
    expect(stored).toHaveLength(20);
  });

  test.each([
    [['--scope', 'ops'], "required option '--name <name>' not specified"],
    [['--name', 'ci'], "required option '--scope <scope...>' not specified"],
    [['--name', 'ci', '--scope', 'admin'], 'Allowed choices are records:read, records:export'],
    [['--name', 'a b', '--scope', 'ops'], 'Expected 1 to 64 letters, digits'],
    [['--name', 'ci', '--scope', 'ops', '--expires', '0d'], 'Expected 1d to 9999d, or never.'],
    [['--name', 'ci', '--scope', 'ops', '--expires', 'soon'], 'Expected 1d to 9999d, or never.'],
  ])('exits with 1 and a sentence for %j', async (args, sentence) => {
    const { code, printed, errors } = await folder.run('create', ...args);
    expect([code, printed(), errors()]).toEqual([1, '', expect.stringContaining(sentence)]);
    expect(await readdir(folder.path)).toEqual([]);
  });
});

describe('records token list', () => {
  test('shows id, name, state, expiry and scopes, and no hashes', async () => {
    const [first, second, third] = [
      await folder.create('ci', ['records:read', 'imports:write'], '--expires', 'never'),
      await folder.create('nightly-job', ['ops'], '--expires', 'never'),
      await folder.create('old', ['ops'], '--expires', '1d'),
    ].map(tokenId);
    await folder.run('revoke', second ?? '');
    const expiresAt = '2020-01-01T00:00:00Z';
    await folder.change(([one, two, three]) => [one, two, { ...three, expiresAt }]);
    const { code, printed } = await folder.run('list');
    expect(code).toBe(0);
    expect(printed()).toBe(
      [
        'id        name         state    expires     scopes',
        `${first}  ci           active   never       records:read imports:write`,
        `${second}  nightly-job  revoked  never       ops`,
        `${third}  old          expired  2020-01-01  ops`,
        '',
      ].join('\n'),
    );
  });
});

describe('records token revoke', () => {
  test('marks a token as revoked, once', async () => {
    const id = tokenId(await folder.create('ci', ['ops']));
    const revoked = await folder.run('revoke', id);
    expect([revoked.code, revoked.printed()]).toEqual([
      0,
      `Revoked ${id}. Services with AUTH_TOKENS=${folder.file} notice after a SIGHUP (kill -HUP <pid>) or a restart.\n`,
    ]);
    const again = await folder.run('revoke', id);
    expect([again.code, again.errors()]).toEqual([
      1,
      expect.stringMatching(/^The token \w{8} was revoked on \d{4}-\d\d-\d\d\.\n$/),
    ]);
  });

  test('does not repeat a whole token that is given as an id', async () => {
    const token = await folder.create('ci', ['ops']);
    const { code, errors } = await folder.run('revoke', token);
    expect([code, errors()]).toEqual([
      1,
      `${folder.file} has no token with the id. "npx records token list" shows the ids.\n`,
    ]);
  });
});

describe('records token says what is wrong with', () => {
  test('a command without a file', async () => {
    const terminal = testTerminal();
    expect(await run(['token', 'list'], terminal)).toBe(1);
    expect(terminal.errors()).toBe('No token file is given; set --file or AUTH_TOKENS.\n');
  });

  test('a file that does not exist', async () => {
    expect((await folder.run('list')).errors()).toBe(
      `The token file ${folder.file} cannot be read (ENOENT). "npx records token create" creates one.\n`,
    );
  });

  test('a folder that cannot be written', async () => {
    const file = join(folder.path, 'none/tokens.json');
    const { code, errors } = await folder.run(
      ...['create', '--name', 'ci', '--scope', 'ops', '--file', file],
    );
    expect([code, errors()]).toEqual([
      1,
      `${file}.lock cannot be written (ENOENT); nothing was changed.\n`,
    ]);
  });

  test.each([
    ['not JSON', 'rec_12345678_secret', 'is not JSON.'],
    ['not an object', '[]', 'The file: Invalid input: expected object, received array.'],
    ['another member', '{"tokens":[],"keys":[]}', 'Unrecognized key: "keys".'],
    [
      'an unknown scope',
      '{"tokens":[{"id":"0","name":"ci","scopes":["admin"]}]}',
      'tokens[0].id: must be eight hexadecimal digits',
    ],
  ])('a file that is %s', async (_, content, sentence) => {
    await writeFile(folder.file, content, { mode: 0o600 });
    const { code, errors } = await folder.run('create', '--name', 'ci', '--scope', 'ops');
    expect([code, errors()]).toEqual([1, expect.stringContaining(sentence)]);
    expect(errors()).not.toContain('secret');
    expect(await folder.read()).toBe(content);
  });
});
