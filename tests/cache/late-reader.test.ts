import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { DataVersion } from '../../src/cache/data-version.js';
import { MemoryStore } from '../../src/cache/memory-store.js';
import { type MadeResponse, ResponseCache } from '../../src/cache/response-cache.js';
import { noSharedStore, type SharedStore } from '../../src/cache/shared-store.js';
import type { StoredResponse } from '../../src/cache/stored-response.js';

/** A Redis that all caches of a test share, as a map. */
function sharedMap(): SharedStore {
  const kept = new Map<string, StoredResponse>();
  return {
    get: async (key, version) => kept.get(`${key}:${version}`),
    set: (key, response) => kept.set(`${key}:${response.version}`, response).size > 0,
  };
}

const heldRead = () => ({
  /** The value was read. */
  begun: Promise.withResolvers<void>(),
  letGo: Promise.withResolvers<void>(),
});
type HeldRead = ReturnType<typeof heldRead>;

/** A database with one value, and caches of processes in front of it. */
function world(shared: SharedStore = noSharedStore, processes = 2) {
  const database = { version: 1, value: 'old' };
  const caches = Array.from(
    { length: processes },
    () =>
      new ResponseCache({
        memory: new MemoryStore(1_000_000),
        shared,
        version: new DataVersion(async () => database.version),
        staleSeconds: 60,
      }),
  );
  return {
    database,
    /** Reads by a process; what was read arrives only when the held read is let go. */
    async read(process: number, held?: HeldRead): Promise<string> {
      const answer = await caches[process]?.answer('key', async () => {
        const made = response(database.value);
        held?.begun.resolve();
        await held?.letGo.promise;
        return made;
      });
      if (answer === undefined) throw new Error(`There is no process ${process}.`);
      return 'stored' in answer ? String(answer.stored.body) : answer.made.body;
    },
    commit() {
      database.version++;
      database.value = 'new';
    },
  };
}

const response = (body: string): MadeResponse => ({
  status: 200,
  headers: new Map(),
  body,
  decision: { isCacheable: true, maxAge: 240, contentType: 'application/json; charset=utf-8' },
});

describe.each([
  ['without Redis', () => noSharedStore],
  ['with Redis', sharedMap],
])('%s', (_how, shared) => {
  test('a read that began before a commit does not restore the old value', async () => {
    const { read, commit } = world(shared());
    const held = heldRead();
    const early = read(0, held);
    await held.begun.promise;
    commit();
    expect([await read(0), await read(1)]).toEqual(['new', 'new']);
    held.letGo.resolve();
    expect(await early).toBe('old');
    expect([await read(0), await read(1)]).toEqual(['new', 'new']);
  });

  test('a read that began before a commit does not restore the old value if there was no read since', async () => {
    const { read, commit } = world(shared());
    const held = heldRead();
    const early = read(0, held);
    await held.begun.promise;
    commit();
    held.letGo.resolve();
    expect(await early).toBe('old');
    expect([await read(0), await read(1)]).toEqual(['new', 'new']);
  });

  test('a read after a commit does not join one that began before it', async () => {
    const { read, commit } = world(shared());
    const held = heldRead();
    const early = read(0, held);
    await held.begun.promise;
    commit();
    expect(await read(0)).toBe('new');
    held.letGo.resolve();
    await early;
  });
});

test('a response that was made from data older than what is cached is reported as not stored', async () => {
  let version = 1;
  const cache = new ResponseCache({
    memory: new MemoryStore(1_000_000),
    shared: noSharedStore,
    version: new DataVersion(async () => version),
    staleSeconds: 60,
  });
  const late = cache.answer('key', async () => {
    version = 2;
    await cache.answer('key', async () => response('new'));
    return response('old');
  });
  const refusal = { isCacheable: false, reason: 'OUTDATED' };
  expect((await late).forwarding).toEqual({ why: 'miss', refusal });
});

/** A database whose answers come when the test gives them. */
function heldQuestions() {
  const questions: PromiseWithResolvers<number>[] = [];
  const version = new DataVersion(() => {
    const question = Promise.withResolvers<number>();
    questions.push(question);
    return question.promise;
  });
  return { questions, version };
}

test('requests at the same moment share one query of the version', async () => {
  const { questions, version } = heldQuestions();
  const together = Promise.all(Array.from({ length: 50 }, () => version.current()));
  await turn();
  questions[0]?.resolve(1);
  expect(new Set(await together)).toEqual(new Set([1]));
  expect(questions).toHaveLength(1);
});

test('a request does not share a query of the version that started before it', async () => {
  const { questions, version } = heldQuestions();
  const first = version.current();
  await turn();
  const later = version.current();
  await turn();
  expect(questions).toHaveLength(2);
  questions[1]?.resolve(2);
  expect(await later).toBe(2);
  questions[0]?.resolve(1);
  expect(await first).toBe(1);
});

test('while two queries of the version run, other requests wait and share the next one', async () => {
  const { questions, version } = heldQuestions();
  const asked: Promise<number>[] = [];
  for (let each = 0; each < 10; each++) {
    asked.push(version.current());
    await turn();
  }
  expect(questions).toHaveLength(2);
  questions[1]?.resolve(2);
  await asked[1];
  await turn();
  expect(questions).toHaveLength(3);
  questions[2]?.resolve(3);
  questions[0]?.resolve(1);
  expect(await Promise.all(asked)).toEqual([1, 2, ...Array(8).fill(3)]);
});

test('a query of the version that fails fails only the requests that share it', async () => {
  const { questions, version } = heldQuestions();
  const failing = version.current();
  await turn();
  const others = version.current();
  await turn();
  questions[0]?.reject(new Error('away'));
  questions[1]?.resolve(2);
  await expect(failing).rejects.toThrow('away');
  expect(await others).toBe(2);
});
