import { readFile, rm, writeFile } from 'node:fs/promises';
import { ImportError } from './import-error.js';

/**
 * Takes a lock, which is a file with the id of the process that holds it. One whose process was
 * killed is taken over.
 *
 * @returns what gives it back
 * @throws ImportError when another process holds it
 */
export async function takeLock(file: string): Promise<() => Promise<void>> {
  for (;;) {
    try {
      await writeFile(file, `${process.pid}`, { flag: 'wx', mode: 0o600 });
      return () => rm(file, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const holder = await holderOf(file);
    if (holder !== undefined && isAlive(holder)) {
      throw new ImportError(
        `The process ${holder} is at this import already. Wait for its end; or, if that process is something else, remove ${file}.`,
      );
    }
    await rm(file, { force: true });
  }
}

/** The process in the lock; undefined when that is not there any more, or says nothing. */
async function holderOf(file: string): Promise<number | undefined> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return /^[1-9]\d*$/.test(text) ? Number(text) : undefined;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It is there, but somebody else's.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
