import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { type Checkout, checkOut } from '../support/checkout.js';
import { type TokenFolder, tokenFolder, tokenId } from '../support/token-folder.js';
import { bearer } from '../support/viewers.js';

// Processes take their time to start where the machine is busy.
jest.setTimeout(60_000);

let checkout: Checkout;
let folder: TokenFolder;
beforeAll(async () => {
  checkout = await checkOut();
  folder = await tokenFolder();
});
afterAll(async () => {
  await checkout.remove();
  await folder.remove();
});

test('processes that create tokens at the same time lose none', async () => {
  const create = 'records token create --name "job-$n" --scope records:read 2>/dev/null';
  const { stdout } = await checkout.inShell(
    `for n in 1 2 3 4 5 6; do ${create} & done; wait`,
    folder.env,
  );
  const made = stdout.trim().split('\n').map(tokenId);
  const stored = JSON.parse(await folder.read()).tokens.map(({ id }: { id: string }) => id);
  expect([made.length, new Set(stored)]).toEqual([6, new Set(made)]);
});

test('a running service accepts new tokens, and refuses revoked ones, after a SIGHUP', async () => {
  const old = await folder.create('ci', ['records:read']);
  const service = checkout.records(['serve'], { DATABASE_URL: 'sqlite::memory:', ...folder.env });
  const [, url] = await service.until(/Server listening at (http:\/\/127\.0\.0\.1:\d+)/);
  const rotated = await folder.create('ci', ['records:read']);
  await folder.run('revoke', tokenId(old));
  const statuses = async () => {
    const requests = [old, rotated].map((token) => fetch(`${url}/v1/`, { headers: bearer(token) }));
    return (await Promise.all(requests)).map(({ status }) => status);
  };
  expect(await statuses()).toEqual([200, 401]);
  service.child.kill('SIGHUP');
  await service.until(/The static tokens were reloaded: 7 of 8 active/);
  expect(await statuses()).toEqual([401, 200]);
  service.child.kill('SIGTERM');
  expect(await service.ended()).toBe(0);
  for (const token of [old, rotated]) expect(service.output()).not.toContain(token.slice(13));
});
