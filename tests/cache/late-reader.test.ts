import { setTimeout as passed } from 'node:timers/promises';
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
    set: (key, response) => void kept.set(`${key}:${response.version}`, response),
    close: async () => {},
  };
}

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
    /** Reads by a process; what was read arrives only when `held` has come. */
    async read(process: number, held?: Promise<void>): Promise<string> {
      const answer = await caches[process]?.answer('key', async () => {
        const made = response(database.value);
        await held;
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
  keep: { maxAge: 240, scope: 'PUBLIC', contentType: 'application/json; charset=utf-8' },
});

describe.each([
  ['without Redis', () => noSharedStore],
  ['with Redis', sharedMap],
])('%s', (_how, shared) => {
  test('a read that began before the commit does not put the old value back', async () => {
    const { read, commit } = world(shared());
    const hold = Promise.withResolvers<void>();
    const early = read(0, hold.promise);
    await passed(1);
    commit();
    expect([await read(0), await read(1)]).toEqual(['new', 'new']);
    hold.resolve();
    expect(await early).toBe('old');
    expect([await read(0), await read(1)]).toEqual(['new', 'new']);
  });

  test('nor when nobody has read since the commit', async () => {
    const { read, commit } = world(shared());
    const hold = Promise.withResolvers<void>();
    const early = read(0, hold.promise);
    await passed(1);
    commit();
    hold.resolve();
    expect(await early).toBe('old');
    expect([await read(0), await read(1)]).toEqual(['new', 'new']);
  });

  test('a read after the commit does not join one that began before', async () => {
    const { read, commit } = world(shared());
    const hold = Promise.withResolvers<void>();
    const early = read(0, hold.promise);
    await passed(1);
    commit();
    expect(await read(0)).toBe('new');
    hold.resolve();
    await early;
  });
});

test('a question that was under way when a request came does not answer it', async () => {
  const questions: PromiseWithResolvers<number>[] = [];
  const version = new DataVersion(() => {
    const question = Promise.withResolvers<number>();
    questions.push(question);
    return question.promise;
  });
  const first = version.current();
  const later = Promise.all(Array.from({ length: 50 }, () => version.current()));
  questions[0]?.resolve(1);
  expect(await first).toBe(1);
  await passed(1);
  questions[1]?.resolve(2);
  expect(new Set(await later)).toEqual(new Set([2]));
  expect(questions).toHaveLength(2);
});

test('a question that fails fails those who asked it, and no others', async () => {
  let answers = 0;
  const version = new DataVersion(async () => {
    if (answers++ === 0) throw new Error('away');
    return answers;
  });
  const [first, second] = await Promise.allSettled([version.current(), version.current()]);
  expect([first?.status, second?.status]).toEqual(['rejected', 'fulfilled']);
  expect(await version.current()).toBe(3);
});
