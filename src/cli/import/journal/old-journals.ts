import { readdir, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

const maxAgeMs = 30 * 24 * 60 * 60 * 1000;

/**
 * Removes journals, and locks of killed processes, that have not been written for 30 days: their commands
 * were not run again. Leaves the files of `opened`, a journal in the same folder.
 */
export async function removeOldJournals(opened: string): Promise<void> {
  const folder = dirname(opened);
  const others = (await readdir(folder)).filter(
    (name) => /^[0-9a-f]{64}\.jsonl/.test(name) && !name.startsWith(basename(opened)),
  );
  for (const name of others) {
    const file = join(folder, name);
    const written = await stat(file).catch(() => undefined);
    if (written === undefined || Date.now() - written.mtimeMs < maxAgeMs) continue;
    // A failure to remove the files of another import must not stop this one.
    await rm(file, { force: true }).catch(() => {});
  }
}
