import { expect, test } from '@jest/globals';
import { MemoryStore } from '../../src/cache/memory-store.js';
import { type StoredResponse, tagBody } from '../../src/cache/stored-response.js';
import { jsonContentType } from '../../src/http/replies/response-headers.js';
import { ask } from '../support/cached.js';
import { item, startService } from '../support/service.js';

const response = (length: number, version = 1): StoredResponse => ({
  ...tagBody('x'.repeat(length), jsonContentType),
  contentType: jsonContentType,
  maxAge: 240,
  storedAt: Date.now(),
  version,
});

test('many large responses take no more memory than allowed', () => {
  const memory = new MemoryStore(1_000_000);
  for (let n = 0; n < 2_000; n++) {
    memory.set(`key ${n % 700}`, response((n * 7919) % 100_000, n));
    expect(memory.bytes).toBeLessThanOrEqual(1_000_000);
  }
  expect(memory.bytes).toBeGreaterThan(800_000);
});

test('many tiny responses take no more memory than allowed, as an entry counts more than its body', () => {
  const memory = new MemoryStore(1_000_000);
  for (let n = 0; n < 10_000; n++) memory.set(`key ${n}`, response(1));
  const kept = Array.from({ length: 10_000 }, (_, n) => memory.get(`key ${n}`)).filter(Boolean);
  expect(kept.length).toBeLessThan(2_000);
  expect(memory.bytes).toBeLessThanOrEqual(1_000_000);
});

test('the least recently used responses are evicted', () => {
  const memory = new MemoryStore(100_000);
  for (let n = 0; n < 9; n++) memory.set(`key ${n}`, response(10_000));
  memory.get('key 0');
  memory.set('key 9', response(10_000));
  expect(memory.get('key 0')).toBeDefined();
  expect(memory.get('key 1')).toBeUndefined();
  expect(memory.get('key 2')).toBeDefined();
});

test('a response that would evict many others is not stored, and removes its predecessor', () => {
  const memory = new MemoryStore(100_000);
  memory.set('key', response(100));
  memory.set('key', response(20_000, 2));
  expect([memory.get('key'), memory.bytes]).toEqual([undefined, 0]);
});

test('a response from older data does not replace one from newer data', () => {
  const memory = new MemoryStore(100_000);
  memory.set('key', response(100, 2));
  memory.set('key', response(100, 1));
  expect(memory.get('key')?.version).toBe(2);
});

test('deleted and replaced responses release their memory', () => {
  const memory = new MemoryStore(100_000);
  for (let n = 0; n < 20; n++) memory.set('key', response(n * 100, n));
  memory.delete('key');
  memory.delete('key');
  expect(memory.bytes).toBe(0);
});

test('with CACHE_MEGABYTES=0 nothing is cached, and every request gets its response', async () => {
  const service = await startService({ CACHE_MEGABYTES: '0' });
  await service.importItems([item()]);
  for (let times = 0; times < 2; times++) {
    const answer = await ask(service, { query: '{ records { totalCount } }' });
    expect([answer.cached, answer.json()]).toEqual([
      false,
      { data: { records: { totalCount: 1 } } },
    ]);
  }
  await service.stop();
});
