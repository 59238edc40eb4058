import { randomUUID } from 'node:crypto';
import { link, readFile, rm, writeFile } from 'node:fs/promises';
import { ImportError } from '../import-error.js';

// In a container, every process that was killed had the number that this one has.
const thisProcess = `${process.pid} ${randomUUID()}`;

/**
 * Takes a lock, which is a file with the id of the process that holds it. One whose process was
 * killed is taken over: it stays where it is, and the lock is the file with the next number. If it
 * were moved out of the way, whoever came at the same time might move the one that took its place.
 *
 * @returns what gives it back
 * @throws ImportError when another process, or this one, holds it
 */
export async function acquireLock(file: string): Promise<() => Promise<void>> {
  const own = `${file}.${randomUUID()}`;
  try {
    // Nobody finds a lock that says nothing yet.
    await writeFile(own, `${thisProcess} ${randomUUID()}`, { flag: 'wx', mode: 0o600 });
    const taken = await linked(own, file);
    return () => rm(taken, { force: true });
  } finally {
    await rm(own, { force: true });
  }
}

/** Gives the file the first of the lock's names that is free, when all before are of dead processes. */
async function linked(own: string, file: string): Promise<string> {
  for (let dead = 0; ; ) {
    const name = dead === 0 ? file : `${file}.${dead}`;
    try {
      await link(own, name);
      return name;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const holder = await holderIn(name);
    if (holder === undefined) continue;
    if (isAlive(holder)) {
      throw new ImportError(
        `The process ${Number.parseInt(holder, 10)} is at this import already. Wait for its end; or, if that process is something else, remove ${name}.`,
      );
    }
    // Else it was given back before its process ended, and may be another's now.
    if ((await holderIn(name)) === holder) dead += 1;
  }
}

/** What stands in a lock; undefined when it was given back. */
async function holderIn(name: string): Promise<string | undefined> {
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
  if (Number(pid) === process.pid) return holder.startsWith(`${thisProcess} `);
  try {
    process.kill(Number(pid), 0);
    return true;
  } catch (error) {
    // It is there, but somebody else's.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
