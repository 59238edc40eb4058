import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, expect, jest, test } from '@jest/globals';
import { RateLimit } from '../../src/rate-limit/rate-limit.js';

jest.setTimeout(60_000);

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

function usedMegabytes(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed / 1024 / 1024;
}

const size = { burst: 5000, rate: 1 };
const limit = new RateLimit({
  anonymous: size,
  user: size,
  rows: size,
  processes: 1,
  redis: undefined,
});
afterAll(() => limit.close());
const viewer = { kind: 'anonymous', scopes: new Set<never>() } as const;

/** Admits a request from each of so many networks. */
function admit(from: number, to: number): void {
  for (let n = from; n < to; n += 1) {
    const address = `2001:db8:${(n >> 16).toString(16)}:${(n & 0xffff).toString(16)}::1`;
    limit.admitRequest(limit.findCaller({ viewer, address }));
  }
}

test('Attack 50: a million new callers take no more memory than a hundred thousand', () => {
  const before = usedMegabytes();
  admit(0, 100_000);
  const some = usedMegabytes() - before;
  admit(100_000, 1_000_000);
  const all = usedMegabytes() - before;
  expect(some).toBeLessThan(60);
  expect(all).toBeLessThan(some + 20);
});

test('A caller that sends requests is not forgotten for others', () => {
  const origin = { viewer, address: '192.0.2.1' };
  for (let n = 0; n < size.burst; n += 1) limit.admitRequest(limit.findCaller(origin));
  for (let n = 2; n < 6; n += 1) {
    admit(n * 90_000, (n + 1) * 90_000);
    limit.admitRequest(limit.findCaller(origin));
  }
  expect(limit.findCaller(origin).cost.used(performance.now())).toBeGreaterThan(size.burst / 2);
});
