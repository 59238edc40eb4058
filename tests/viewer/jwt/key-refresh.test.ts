import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { KeySet } from '../../../src/viewer/jwt/key-set.js';
import { KeySource } from '../../../src/viewer/jwt/key-source.js';

// A service would take as long as the issuer lets it; here, the clock runs ahead.

const keys = KeySet.parse({ keys: [{ kty: 'EC', crv: 'P-256', x: 'x', y: 'y', kid: 'first' }] });

let loads: number;
let log: string[];
let maxAgeSeconds: number | undefined;
let fault: Error | undefined;
let source: KeySource;
beforeEach(async () => {
  jest.useFakeTimers();
  loads = 0;
  log = [];
  maxAgeSeconds = undefined;
  fault = undefined;
  source = new KeySource({
    name: 'main',
    async load() {
      loads += 1;
      if (fault) throw fault;
      return { keys, maxAgeSeconds };
    },
    onChange() {},
    logger: { warn: (line) => log.push(line), info: (line) => log.push(line) },
  });
});
afterEach(() => {
  source.close();
  jest.useRealTimers();
});

const pass = (seconds: number) => jest.advanceTimersByTimeAsync(seconds * 1000);

test.each<[string, number | undefined, number]>([
  ['a second', 1, 60],
  ['five minutes', 300, 300],
  ['a time that is not said', undefined, 600],
  ['ten days', 864_000, 3600],
])(
  'Keys that may be kept for %s (%j s) are refreshed every %d s, give or take a tenth',
  async (_title, maxAge, every) => {
    maxAgeSeconds = maxAge;
    await source.start();
    for (let round = 1; round <= 5; round++) {
      expect(loads).toBe(round);
      await pass(0.9 * every - 1);
      expect(loads).toBe(round);
      // Exactly one timer, which has not more than a fifth to go.
      expect(jest.getTimerCount()).toBe(1);
      await jest.runOnlyPendingTimersAsync();
    }
  },
);

test('While an issuer fails, it is asked after 1, 2, 4 … 60 seconds, and warned of once', async () => {
  await source.start();
  fault = new Error('it is\nfrozen');
  await jest.runOnlyPendingTimersAsync();
  let expected = 2;
  for (const seconds of [1, 2, 4, 8, 16, 32, 60, 60, 60]) {
    await pass(seconds - 0.1);
    expect(loads).toBe(expected);
    await pass(0.1);
    expected += 1;
    expect(loads).toBe(expected);
  }
  expect(source.fault).toBeUndefined();
  expect(log).toEqual([
    'The keys of the issuer "main" could not be loaded, so the previous ones stay in use: it is frozen',
  ]);
  fault = undefined;
  await pass(60);
  expect(log[1]).toBe('The keys of the issuer "main" are available again.');
  await pass(539);
  expect(loads).toBe(expected + 1);
});

test('A closed source asks nobody any more', async () => {
  await source.start();
  source.close();
  await pass(100_000);
  expect(loads).toBe(1);
});
