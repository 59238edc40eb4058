import { randomUUID } from 'node:crypto';
import { link, readFile, rm, writeFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';

// The pid alone is not enough: in a container, a new process often gets the pid of the one that was killed.
const processId = `${process.pid} ${randomUUID()}`;

/** Why a lock was not acquired: a process that is alive holds it. */
export class LockHeldError extends Error {
  override readonly name = 'LockHeldError';

  constructor(
    /** The process that holds it. */
    readonly pid: number,
    /** The file that is the lock. */
    readonly file: string,
  ) {
    super(`Process ${pid} holds the lock ${file}.`);
  }
}

/**
 * Acquires a lock, which is a file with the id of its process. The lock of a killed process is left in
 * place, and the file with the next number becomes the lock: if it were removed, two processes that
 * come at the same time could each remove the lock of the other.
 *
 * @param waitMs how long to wait for another process to release it
 * @returns releases the lock
 * @throws LockHeldError when another process, or this one, still holds it
 */
export async function acquireLock(file: string, waitMs = 0): Promise<() => Promise<void>> {
  const deadline = performance.now() + waitMs;
  for (;;) {
    try {
      return await tryLock(file);
    } catch (error) {
      if (!(error instanceof LockHeldError) || performance.now() >= deadline) throw error;
      await pause(pollMs);
    }
  }
}

const pollMs = 50;

async function tryLock(file: string): Promise<() => Promise<void>> {
  const own = `${file}.${randomUUID()}`;
  try {
    // Written before it is linked, so that no process sees a lock without an id.
    await writeFile(own, `${processId} ${randomUUID()}`, { flag: 'wx', mode: 0o600 });
    const lock = await linkToFreeName(own, file);
    return () => rm(lock, { force: true });
  } finally {
    await rm(own, { force: true });
  }
}

/** Links the file to the first free name of the lock, if all names before it are of dead processes. */
async function linkToFreeName(own: string, file: string): Promise<string> {
  for (let dead = 0; ; ) {
    const name = dead === 0 ? file : `${file}.${dead}`;
    try {
      await link(own, name);
      return name;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const holder = await readHolder(name);
    if (holder === undefined) continue;
    if (isAlive(holder)) throw new LockHeldError(Number.parseInt(holder, 10), name);
    // Otherwise it was released before its process ended, and may belong to another process now.
    if ((await readHolder(name)) === holder) dead += 1;
  }
}

/** The content of a lock; undefined if it has been released. */
async function readHolder(name: string): Promise<string | undefined> {
  try {
    return await readFile(name, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function isAlive(holder: string): boolean {
  const pid = /^[1-9]\d*(?= |$)/.exec(holder)?.[0];
  if (pid === undefined) return false;
  if (Number(pid) === process.pid) return holder.startsWith(`${processId} `);
  try {
    process.kill(Number(pid), 0);
    return true;
  } catch (error) {
    // The process exists, but belongs to another user.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
