import { chmod, rm, writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { item, type Service, startService } from '../../support/service.js';
import { type TokenFolder, tokenFolder, tokenId } from '../../support/token-folder.js';
import { bearer } from '../../support/viewers.js';

let folder: TokenFolder;
let service: Service | undefined;
let log: string;
beforeEach(async () => {
  folder = await tokenFolder();
  log = '';
});
afterEach(async () => {
  await service?.stop();
  service = undefined;
  await folder.remove();
});

const start = async () => {
  service = await startService({ ...folder.env, LOG_LEVEL: 'info' }, (line) => {
    log += line;
  });
  return service;
};

/** The status with which a search is answered. */
async function statusFor(token: string, { app }: Service): Promise<number> {
  const headers = bearer(token);
  return (await app.inject({ url: '/v1/', headers })).statusCode;
}

const write = 'mutation ($input: BulkImportInput!) { bulkImport(input: $input) { import { id } } }';

async function importWith(token: string, { app }: Service) {
  const variables = { input: { items: [item()], idempotencyKey: 'key' } };
  const response = await app.inject({
    method: 'POST',
    url: '/graphql',
    headers: bearer(token),
    payload: { query: write, variables },
  });
  return response.json();
}

describe('a static token', () => {
  test('allows what its scopes say, and nothing else', async () => {
    const reader = await folder.create('reader', ['records:read']);
    const running = await start();
    expect(await statusFor(reader, running)).toBe(200);
    expect((await importWith(reader, running)).errors).toEqual([
      expect.objectContaining({
        message: 'This requires the scope "imports:write", which the token does not grant.',
        extensions: expect.objectContaining({ code: 'FORBIDDEN', scopes: ['imports:write'] }),
      }),
    ]);
  });

  test('that replaces another of the same name finds its imports, and one of another name does not', async () => {
    const scopes = ['imports:write', 'imports:read'];
    const [old, rotated, other] = [
      await folder.create('ci', scopes),
      await folder.create('ci', scopes),
      await folder.create('other', scopes),
    ];
    const running = await start();
    const { id } = (await importWith(old, running)).data.bulkImport.import;
    // The same key of the same viewer is the same import.
    expect((await importWith(rotated, running)).data.bulkImport.import.id).toBe(id);
    expect((await importWith(other, running)).data.bulkImport.import.id).not.toBe(id);
    const read = async (token: string) => {
      const payload = { query: `{ import(id: "${id}") { id } }` };
      const headers = bearer(token);
      return (
        await running.app.inject({ method: 'POST', url: '/graphql', headers, payload })
      ).json().data;
    };
    expect(await read(rotated)).toEqual({ import: { id } });
    expect(await read(other)).toEqual({ import: null });
  });

  test('is refused in the same words when it is unknown, expired, revoked or nearly right', async () => {
    const good = await folder.create('ci', ['records:read']);
    const revoked = await folder.create('ci', ['records:read']);
    const expired = await folder.create('ci', ['records:read']);
    await folder.run('revoke', tokenId(revoked));
    const expiresAt = new Date(Date.now() - 1).toISOString();
    await folder.change((tokens) =>
      tokens.map((each) => (each.id === tokenId(expired) ? { ...each, expiresAt } : each)),
    );
    const running = await start();
    const last = good.endsWith('A') ? 'B' : 'A';
    const bad = [
      revoked,
      expired,
      `${good.slice(0, -1)}${last}`,
      good.slice(0, -1),
      `${good}A`,
      good.toUpperCase(),
      'rec_',
      'rec_00000000_',
      // What the file has is not a token.
      `rec_${tokenId(good)}_${JSON.parse(await folder.read()).tokens[0].sha256}`,
    ];
    const replies = await Promise.all(
      bad.map((token) => running.app.inject({ url: '/v1/', headers: bearer(token) })),
    );
    const seen = replies.map(({ statusCode, body, headers }) => [
      statusCode,
      body,
      headers['www-authenticate'],
    ]);
    expect(new Set(seen.map((each) => JSON.stringify(each))).size).toBe(1);
    expect(seen[0]).toEqual([
      401,
      expect.stringContaining('"UNAUTHENTICATED"'),
      expect.stringContaining('error="invalid_token"'),
    ]);
    for (const token of [good, ...bad.slice(0, 5)]) expect(log).not.toContain(token.slice(13));
  });

  test('is never accepted in a URL, a form or a cookie', async () => {
    const token = await folder.create('ci', ['records:read']);
    const { app } = await start();
    const inUrl = await app.inject({ url: `/v1/?access_token=${token}` });
    expect([inUrl.statusCode, inUrl.json().code]).toEqual([400, 'BAD_REQUEST']);
    const inForm = await app.inject({
      method: 'POST',
      url: '/graphql',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: `access_token=${token}&query={__typename}`,
    });
    expect(inForm.statusCode).toBe(415);
    const inCookie = await app.inject({ url: '/v1/', headers: { cookie: `token=${token}` } });
    expect(inCookie.statusCode).toBe(401);
    expect(log).not.toContain(token.slice(13));
  });

  test.each([
    ['the scheme in lower case', 'bearer ', 200],
    ['a tab after the scheme', 'Bearer\t', 400],
    ['two spaces after the scheme', 'Bearer  ', 400],
    ['a no-break space after the scheme', 'Bearer\u00a0', 400],
    ['no scheme', '', 400],
    ['another scheme', 'Basic ', 400],
  ])('with %s: %j is answered %i', async (_, scheme, status) => {
    const token = await folder.create('ci', ['records:read']);
    const { app } = await start();
    const headers = { authorization: `${scheme}${token}` };
    expect((await app.inject({ url: '/v1/', headers })).statusCode).toBe(status);
  });
});

describe('GET /v1/viewer', () => {
  const ask = async (token?: string) =>
    (await start()).app.inject({ url: '/v1/viewer', ...(token && { headers: bearer(token) }) });

  test('says whom a token stands for, and its scopes', async () => {
    const answer = await ask(await folder.create('ci', ['imports:write', 'records:read']));
    expect([answer.statusCode, answer.headers['cache-control'], answer.json()]).toEqual([
      200,
      'no-store',
      { id: 'user:token:ci', kind: 'service', scopes: ['records:read', 'imports:write'] },
    ]);
  });

  test('says that nobody is known without a token', async () => {
    await folder.create('ci', ['ops']);
    const answer = await ask();
    expect([answer.statusCode, answer.json()]).toEqual([
      200,
      { id: 'anonymous', kind: 'anonymous', scopes: [] },
    ]);
  });

  test('is refused with a token that is not valid', async () => {
    await folder.create('ci', ['ops']);
    expect((await ask('rec_00000000_x')).statusCode).toBe(401);
  });
});

describe('after a reload', () => {
  test('new tokens are accepted and revoked ones are not', async () => {
    const old = await folder.create('ci', ['records:read']);
    const running = await start();
    const added = await folder.create('ci', ['records:read']);
    await folder.run('revoke', tokenId(old));
    expect([await statusFor(old, running), await statusFor(added, running)]).toEqual([200, 401]);
    await running.app.reload();
    expect([await statusFor(old, running), await statusFor(added, running)]).toEqual([401, 200]);
  });

  test.each([
    ['cut off', (file: string) => writeFile(file, '{"tokens":[')],
    ['missing', (file: string) => rm(file)],
    ['writable by everybody', (file: string) => chmod(file, 0o666)],
    [
      'faulty in one of two tokens',
      (file: string) => writeFile(file, '{"tokens":[{"id":"12345678"}]}'),
    ],
  ])('of a file that is %s, all stays as it was, and the log says why', async (_, damage) => {
    const token = await folder.create('ci', ['records:read']);
    const running = await start();
    await damage(folder.file);
    await running.app.reload();
    expect(await statusFor(token, running)).toBe(200);
    expect(log).toContain(`so the previous one stays in use: The token file ${folder.file} `);
  });
});

describe('the service does not start with a token file that is', () => {
  test.each([
    ['missing', async (file: string) => rm(file), 'cannot be read (ENOENT).'],
    [
      'writable by everybody',
      (file: string) => chmod(file, 0o602),
      'can be written by every user of this machine',
    ],
    ['not JSON', (file: string) => writeFile(file, 'x'), 'is not JSON.'],
  ])('%s', async (_, damage, sentence) => {
    await folder.create('ci', ['records:read']);
    await damage(folder.file);
    await expect(start()).rejects.toThrow(sentence);
  });

  test('the same token twice', async () => {
    await folder.create('ci', ['records:read']);
    await folder.change(([token]) => [token, { ...token, name: 'other' }]);
    await expect(start()).rejects.toThrow('tokens[1]: has the id or the hash of another token.');
  });
});
