import { readdir, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

const keptMs = 30 * 24 * 60 * 60 * 1000;

/**
 * Removes the journals, and the locks of killed processes, in which nothing was written for 30 days:
 * nobody has given their commands again. What belongs to `opened`, a journal in the same folder, stays.
 */
export async function removeOldJournals(opened: string): Promise<void> {
  const folder = dirname(opened);
  const others = (await readdir(folder)).filter(
    (name) => /^[0-9a-f]{64}\.jsonl/.test(name) && !name.startsWith(basename(opened)),
  );
  for (const name of others) {
    const file = join(folder, name);
    const written = await stat(file).catch(() => undefined);
    if (written === undefined || Date.now() - written.mtimeMs < keptMs) continue;
    // Whose they are, and whether they can be removed, is no matter of this import.
    await rm(file, { force: true }).catch(() => {});
  }
}
