import { chmod, readdir, writeFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { run } from '../../../src/cli/run.js';
import { type DoctorFolder, doctorFolder } from '../../support/doctor.js';
import { issuerAt } from '../../support/issuer-service.js';
import { answerJson, type KeyServer, startKeyServer } from '../../support/key-server.js';
import { createSigningKey, type SigningKey } from '../../support/signing-keys.js';
import { testTerminal } from '../../support/terminal.js';

let keys: KeyServer;
let key: SigningKey;
beforeAll(async () => {
  keys = await startKeyServer();
  key = await createSigningKey('first');
});
afterAll(() => keys.close());

let folder: DoctorFolder;
beforeEach(async () => {
  keys.behave(answerJson({ keys: [key.jwk] }));
  folder = await doctorFolder();
});
afterEach(() => folder.remove());

async function issuersFile(...issuers: readonly unknown[]) {
  await writeFile(folder.path('issuers.json'), JSON.stringify(issuers));
  return { AUTH: 'on', AUTH_ISSUERS: folder.path('issuers.json'), AUDIT_LOG: 'stdout' };
}

test('records doctor says what is in order, and changes nothing', async () => {
  await writeFile(folder.path('tokens.json'), '{"tokens":[]}');
  const terminal = testTerminal({ AUTH_TOKENS: folder.path('tokens.json') });
  await run(['token', 'create', '--name', 'ci', '--scope', 'records:read'], terminal);
  const env = await issuersFile(issuerAt(`${keys.url}/keys`));
  const before = await readdir(folder.path('.'));
  const { code, lines } = await folder.doctor({
    ...env,
    AUTH_TOKENS: folder.path('tokens.json'),
    AUDIT_LOG: folder.path('audit.log'),
  });
  expect([code, lines]).toEqual([
    0,
    [
      'ok       All settings are valid.',
      'ok       The settings would be safe for production.',
      'ok       Port 0 on 127.0.0.1 is free.',
      'ok       The database records.db does not exist yet; the service creates it.',
      expect.stringMatching(/^ok {7}The manifests are valid: \d+ documents\.$/),
      'ok       issuers.json is valid: 1 issuer.',
      'ok       The keys of the issuer "main" can be loaded.',
      'ok       The clock of the issuer "main" agrees with ours.',
      'ok       tokens.json is valid: 1 active token.',
      'ok       The audit log can be written.',
    ],
  ]);
  expect(await readdir(folder.path('.'))).toEqual(before);
});

describe('records doctor finds', () => {
  test('each fault of the file of the issuers', async () => {
    const env = await issuersFile({ ...issuerAt(keys.url), algorithms: ['HS256'], audiences: [] });
    const bad = await folder.complaints(env);
    expect(bad).toHaveLength(2);
    expect(bad.join('\n')).toMatch(
      /^fault {4}issuers\.json: \[0\]\.algorithms.*\nfault {4}issuers\.json: \[0\]\.audiences/,
    );
  });

  test('an issuer that is unavailable', async () => {
    keys.behave((_request, response) => response.writeHead(500).end());
    expect(await folder.complaints(await issuersFile(issuerAt(`${keys.url}/keys`)))).toEqual([
      expect.stringMatching(
        /^warning {2}The keys of the issuer "main" cannot be loaded now, .* answered 500; expected 200\.$/,
      ),
    ]);
  });

  test('an issuer that leads elsewhere', async () => {
    keys.behave((_request, response) => response.writeHead(302, { location: '/' }).end());
    expect(await folder.complaints(await issuersFile(issuerAt(`${keys.url}/keys`)))).toEqual([
      expect.stringMatching(
        /^fault {4}The keys of the issuer "main" cannot be loaded: .* a redirect/,
      ),
    ]);
  });

  test('a clock that differs from that of an issuer', async () => {
    keys.behave((_request, response) => {
      const date = new Date(Date.now() - 90_000).toUTCString();
      response
        .writeHead(200, { date, 'content-type': 'application/json' })
        .end(JSON.stringify({ keys: [key.jwk] }));
    });
    expect(await folder.complaints(await issuersFile(issuerAt(`${keys.url}/keys`)))).toEqual([
      expect.stringMatching(
        /^fault {4}The clock of the issuer "main" differs from ours by (89|90|91) seconds, and 30 are tolerated/,
      ),
    ]);
  });

  test.each([
    [
      'is missing',
      async () => {},
      /^fault {4}The token file tokens\.json cannot be read \(ENOENT\)/,
    ],
    ['is faulty', () => writeFile(folder.path('tokens.json'), '{'), /^fault {4}.*tokens\.json/],
    [
      'everybody can write',
      async () => {
        await writeFile(folder.path('tokens.json'), '{"tokens":[]}');
        await chmod(folder.path('tokens.json'), 0o666);
      },
      /^fault {4}The token file tokens\.json can be written by every user/,
    ],
    [
      'has no token',
      () => writeFile(folder.path('tokens.json'), '{"tokens":[]}'),
      /^warning {2}tokens\.json has no active token\./,
    ],
  ])('a token file that %s', async (_what, prepare, message) => {
    await prepare();
    const env = { AUTH: 'on', AUTH_TOKENS: folder.path('tokens.json'), AUDIT_LOG: 'stdout' };
    expect(await folder.complaints(env)).toEqual([expect.stringMatching(message)]);
  });
});
