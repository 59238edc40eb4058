import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { acquireLock } from '../../src/concurrency/process-lock.js';

let folder: string;
let file: string;
let count = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'records-lock-'));
});
beforeEach(() => {
  count += 1;
  file = join(folder, `${count}.lock`);
});
afterAll(() => rm(folder, { recursive: true }));

const dead = '4194305';

const atOnce = (times: number) =>
  Promise.allSettled(Array.from({ length: times }, () => acquireLock(file)));

test.each([
  ['new', undefined],
  ['held by a dead process', dead],
  ['held by a dead process with the pid of this one', `${process.pid}`],
  ['empty', ''],
])(
  'of many concurrent attempts to acquire a lock, one succeeds: the lock is %s',
  async (_what, left) => {
    for (let round = 0; round < 30; round += 1) {
      file = join(folder, `${count}-${round}.lock`);
      if (left !== undefined) await writeFile(file, left);
      const ends = await atOnce(20);
      const [taken, ...others] = ends.filter(({ status }) => status === 'fulfilled');
      expect([taken?.status, others]).toEqual(['fulfilled', []]);
      const refusals = ends.flatMap((end) =>
        end.status === 'rejected' ? [end.reason.message] : [],
      );
      expect(new Set(refusals)).toEqual(
        new Set([expect.stringContaining(`Process ${process.pid} holds the lock ${file}`)]),
      );
    }
  },
);

test('a released lock can be acquired again, even behind locks of dead processes', async () => {
  await writeFile(file, dead);
  await writeFile(`${file}.1`, `${dead} and more`);
  for (let turn = 0; turn < 3; turn += 1) {
    const giveBack = await acquireLock(file);
    await expect(acquireLock(file)).rejects.toThrow(`holds the lock ${file}.2.`);
    await giveBack();
  }
});

test('neither a released lock nor a failed attempt leaves a file', async () => {
  const giveBack = await acquireLock(file);
  expect(await readFile(file, 'utf8')).toMatch(new RegExp(`^${process.pid} `));
  await expect(acquireLock(file)).rejects.toThrow();
  await giveBack();
  expect((await readdir(folder)).filter((name) => name.startsWith(`${count}.`))).toEqual([]);
});
