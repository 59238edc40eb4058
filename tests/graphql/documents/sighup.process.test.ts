import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { type Checkout, checkOut } from '../../support/checkout.js';
import { sha256 } from '../../support/graphql-requests.js';
import {
  apolloManifest,
  createManifestFolder,
  type ManifestFolder,
} from '../../support/manifests.js';

// Processes take their time to start where the machine is busy.
jest.setTimeout(60_000);

const always = 'query Always { records { totalCount } }';
const documents = Array.from(
  { length: 200 },
  (_, n) => `query Other${n} { sites { nodes { host } } }`,
);

let checkout: Checkout;
let folder: ManifestFolder;
beforeAll(async () => {
  checkout = await checkOut();
  folder = await createManifestFolder();
});
afterAll(async () => {
  await checkout.remove();
  await folder.remove();
});

test('SIGHUP reloads the manifests, and no request fails meanwhile', async () => {
  const manifest = await folder.write('m.json', apolloManifest([always]));
  const command = checkout.records(['serve'], {
    DATABASE_URL: 'sqlite::memory:',
    PERSISTED_OPERATIONS: 'only',
    PERSISTED_MANIFESTS: manifest,
  });
  const [, url] = await command.until(/Server listening at (http:\/\/127\.0\.0\.1:\d+)/);
  const ask = async (id: string, variables = {}) => {
    const headers = { 'apollo-require-preflight': '1' };
    const search = `variables=${encodeURIComponent(JSON.stringify(variables))}`;
    const response = await fetch(`${url}/graphql/${id}?${search}`, { headers });
    return JSON.stringify(await response.json());
  };
  const answers: Promise<string>[] = [];
  let done = false;
  const load = (async () => {
    // Some are answered from the cache, and some are not.
    for (let n = 0; !done; n++) {
      answers.push(ask(sha256(always), n % 2 ? { n } : {}));
      await pause(3);
    }
  })();

  const reloaded = (count: number) =>
    command.until(new RegExp(`(?:were reloaded(?:.|\n)*){${count}}`));
  for (let round = 1; round <= 5; round++) {
    await folder.write('m.json', apolloManifest([always, ...documents.slice(0, 40 * round)]));
    command.child.kill('SIGHUP');
    await reloaded(round);
    const last = documents[40 * round - 1] ?? '';
    expect(await ask(sha256(last))).toBe('{"data":{"sites":{"nodes":[]}}}');
  }
  await folder.write('m.json', '{');
  command.child.kill('SIGHUP');
  await command.until(
    /The new manifests are faulty, so the previous ones stay in use: .*m\.json:1: /,
  );
  expect(await ask(sha256(documents[0] ?? ''))).toBe('{"data":{"sites":{"nodes":[]}}}');

  done = true;
  await load;
  expect(new Set(await Promise.all(answers))).toEqual(
    new Set(['{"data":{"records":{"totalCount":0}}}']),
  );
  expect(answers.length).toBeGreaterThan(20);
  command.child.kill('SIGTERM');
  expect(await command.ended()).toBe(0);
});
