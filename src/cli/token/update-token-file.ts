import { existsSync } from 'node:fs';
import { acquireLock, LockHeldError } from '../../concurrency/process-lock.js';
import {
  formatTokenFile,
  readTokenFile,
  type StoredToken,
} from '../../viewer/tokens/token-file.js';
import { writeFileAtomically } from '../output/atomic-write.js';
import { TokenError } from './token-error.js';

const waitMs = 10_000;

/** Only the owner may read or write it. */
const mode = 0o600;

/**
 * Replaces the tokens of a file, which is created if it does not exist. Commands that run at the
 * same time take turns, and each sees what the previous one has written.
 *
 * @throws TokenError when another command does not finish within 10 seconds, or the file's folder
 *   cannot be written
 */
export async function updateTokenFile(
  file: string,
  change: (tokens: readonly StoredToken[]) => readonly StoredToken[],
): Promise<void> {
  const release = await waitForLock(`${file}.lock`);
  try {
    const tokens = existsSync(file) ? await readTokenFile(file) : [];
    await writeFileAtomically(file, [formatTokenFile(change(tokens))], undefined, mode);
  } finally {
    await release();
  }
}

async function waitForLock(file: string): Promise<() => Promise<void>> {
  try {
    return await acquireLock(file, waitMs);
  } catch (error) {
    if (!(error instanceof LockHeldError)) throw lockError(error, file);
    throw new TokenError(
      `Process ${error.pid} has been changing the tokens for ${waitMs / 1000} s. Wait for it to finish or, if that process is something else, remove ${error.file}.`,
      { cause: error },
    );
  }
}

function lockError(error: unknown, file: string): TokenError {
  const { code } = error as NodeJS.ErrnoException;
  if (code === undefined) throw error;
  return new TokenError(`${file} cannot be written (${code}); nothing was changed.`, {
    cause: error,
  });
}
