import { writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { startFaultyProxy } from '../../../support/faulty-proxy.js';
import { mixedCounts } from '../../../support/importing.js';
import { rowCount, startTokenImport, type TokenImport } from '../../../support/token-import.js';

let one: TokenImport;
beforeEach(async () => {
  one = await startTokenImport();
});
afterEach(() => one.stop());

describe('records import takes a token from', () => {
  test('a file, in which a line break after it does not matter', async () => {
    await writeFile(one.tokenFile, `${await one.createToken('ci')}\r\n`);
    expect(await one.importWithFile('--quiet')).toMatchObject({ code: 2, errors: '' });
    expect(await one.report()).toMatchObject(mixedCounts(rowCount));
  });

  test('the variable RECORDS_TOKEN', async () => {
    const env = { ...one.folder.env, RECORDS_TOKEN: await one.createToken('ci') };
    const ended = await one.folder.import([one.file, '--url', one.proxy.url, '--quiet'], { env });
    expect(ended).toMatchObject({ code: 2, errors: '' });
  });

  test('the option --token, with a warning', async () => {
    const token = await one.createToken('ci');
    const { code, errors } = await one.import('--token', token, '--progress', 'json');
    expect(code).toBe(2);
    const [first = ''] = errors.split('\n');
    expect(JSON.parse(first)).toEqual({
      message:
        'Every user of this machine can see the value of --token in the list of processes; use --token-file or RECORDS_TOKEN instead.',
    });
    expect(errors).not.toContain(token.slice(13));
  });
});

describe('a token file that changes during an import', () => {
  test('is read again for the next request, so the import goes on with the new token', async () => {
    const old = await one.createToken('ci');
    await writeFile(one.tokenFile, old);
    one.onRows(2, async () => {
      const rotated = await one.createToken('ci');
      await writeFile(one.tokenFile, rotated);
    });
    expect((await one.importWithFile()).code).toBe(2);
    expect(await one.report()).toMatchObject(mixedCounts(rowCount));
    expect(new Set(one.proxy.headers.map(({ authorization }) => authorization)).size).toBe(2);
  });

  test('is read once more when the service has rejected the old token', async () => {
    const old = await one.createToken('ci');
    await writeFile(one.tokenFile, old);
    one.onRows(2, async () => {
      await writeFile(one.tokenFile, await one.createToken('ci'));
      await one.revoke(old);
    });
    expect((await one.importWithFile()).code).toBe(2);
    expect(await one.report()).toMatchObject(mixedCounts(rowCount));
    expect(one.sent()).toHaveLength(4);
  });

  test('may be empty or missing for a moment', async () => {
    const token = await one.createToken('ci');
    await writeFile(one.tokenFile, token);
    one.onRows(1, async () => {
      await writeFile(one.tokenFile, '');
    });
    const said: string[] = [];
    const printError = (text: string) => {
      said.push(text);
      if (text.includes('has 0 characters')) void writeFile(one.tokenFile, token);
    };
    const args = [one.file, '--url', one.proxy.url, '--token-file', one.tokenFile];
    expect((await one.folder.import(args, { printError })).code).toBe(2);
    expect(said.join('')).toContain(`The token file ${one.tokenFile} has 0 characters`);
  });

  test('stops the import if it gets a token of somebody else', async () => {
    await writeFile(one.tokenFile, await one.createToken('ci'));
    one.onRows(1, async () => {
      await writeFile(one.tokenFile, await one.createToken('other'));
    });
    const { code, errors } = await one.importWithFile('--quiet');
    expect([code, errors]).toEqual([
      1,
      `The token has been replaced during the import by one of "user:token:other", while the first one was of "user:token:ci". ${one.file}: 10000 rows are done; run the same command again to resume.\n`,
    ]);
    expect(one.sent()).toHaveLength(1);
  });
});

describe('records import stops with a sentence when', () => {
  test('the token is not valid, and the file still has the same', async () => {
    const token = await one.createToken('ci');
    await one.revoke(token);
    await writeFile(one.tokenFile, token);
    const { code, errors, printed } = await one.importWithFile('--quiet');
    expect([code, errors]).toEqual([
      1,
      `The service at ${one.proxy.url}/graphql does not accept the rows. The bearer token is not valid here: it is unknown, expired, revoked or made for another service. Get a new one. That is the token in ${one.tokenFile}; write a valid one to it.\n`,
    ]);
    expect(errors + printed).not.toContain(token.slice(13));
    expect(one.proxy.bodies).toHaveLength(1);
  });

  test('there is no token', async () => {
    const { code, errors } = await one.import('--quiet');
    expect([code, errors]).toEqual([
      1,
      expect.stringContaining(
        'This requires the scope "imports:write", which requests without a token do not have; send a bearer token in the "Authorization" header. Pass a token by --token-file, --client or RECORDS_TOKEN.',
      ),
    ]);
    expect(one.sent()).toHaveLength(1);
  });

  test('the token lacks a scope, which it names', async () => {
    await writeFile(one.tokenFile, await one.createToken('ci', 'records:read'));
    const { code, errors } = await one.importWithFile('--quiet');
    expect([code, errors]).toEqual([
      1,
      `The service at ${one.proxy.url}/graphql does not accept the rows. This requires the scope "imports:write", which the token does not grant. ${one.file}: 0 rows are done; run the same command again to resume.\n`,
    ]);
    expect(one.sent()).toHaveLength(1);
  });
});

test('a redirect never gets the token', async () => {
  await writeFile(one.tokenFile, await one.createToken('ci'));
  const elsewhere = await startFaultyProxy('http://127.0.0.1:9');
  try {
    const redirect = { status: 307, headers: { location: `${elsewhere.url}/graphql` } };
    one.proxy.faults.push(redirect, redirect);
    const { code, errors } = await one.importWithFile('--quiet');
    expect([code, errors]).toEqual([
      1,
      expect.stringContaining(`It redirects (HTTP 307) to ${elsewhere.url}/graphql;`),
    ]);
    expect(elsewhere.bodies).toEqual([]);
  } finally {
    await elsewhere.close();
  }
});

test('a token is sent over http: to another machine only with --allow-plain-token', async () => {
  await writeFile(one.tokenFile, 'token');
  const args = [
    one.file,
    '--quiet',
    '--url',
    'http://records.invalid',
    '--token-file',
    one.tokenFile,
  ];
  const refused = await one.folder.import(args);
  expect(refused.errors).toContain('over which a token is sent in plain text.');
  const { errors } = await one.folder.import([
    ...args,
    '--allow-plain-token',
    '--retry-seconds',
    '0',
  ]);
  expect(errors).toContain('It cannot be reached');
});
