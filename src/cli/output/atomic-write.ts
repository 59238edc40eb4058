import { randomUUID } from 'node:crypto';
import type { Stats } from 'node:fs';
import { type FileHandle, open, realpath, rename, rm, stat } from 'node:fs/promises';
import type { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { UserError } from '../../errors/user-error.js';
import { OutputError } from './output-error.js';

/** An output in parts, each of which is pulled when the previous one is written. */
export type OutputParts = AsyncIterable<string> | Iterable<string>;

/**
 * Writes to a stream at its reader's pace (backpressure), and ends quietly when the reader closes it early.
 * Throws an {@link OutputError} when the output is cut off.
 */
export async function writeToStream(
  output: Writable,
  parts: OutputParts,
  signal?: AbortSignal,
): Promise<void> {
  // A write that is still buffered may fail later; `writeAll` waits for it.
  output.on('error', () => {});
  const { promise: stopped, reject } = Promise.withResolvers<never>();
  signal?.addEventListener('abort', () => reject(signal.reason));
  try {
    // A reader that reads nothing at all must not block a stop.
    await Promise.race([stopped, writeAll(parts, output, signal)]);
  } catch (error) {
    if (getErrorCode(error) === 'EPIPE') return;
    throw outputError(error, 'Standard output', 'The output is incomplete.');
  }
}

async function writeAll(parts: OutputParts, output: Writable, signal: AbortSignal | undefined) {
  await pipeline(parts, output, { end: false, ...(signal && { signal }) });
  await new Promise<void>((resolve, reject) => {
    output.write('', (error) => (error ? reject(error) : resolve()));
  });
}

/**
 * Writes a file atomically: its readers see the old content or the new, never half of it. The mode of
 * an existing file is preserved, and so is its owner if the writer is root. Throws an {@link OutputError} when
 * writing fails; the file is then unchanged.
 *
 * @param newMode the mode of a file that does not exist yet
 */
export async function writeFileAtomically(
  file: string,
  parts: OutputParts,
  signal?: AbortSignal,
  newMode = 0o666,
): Promise<void> {
  // A symbolic link is followed, and the file that it points to replaced.
  const target = await realpath(file).catch(() => file);
  const existing = await stat(target).catch(() => undefined);
  if (existing && !existing.isFile()) {
    throw new OutputError(
      `${file} is not a regular file and cannot be replaced; write to standard output instead.`,
    );
  }
  // With a fixed name, two processes could write to the same temporary file.
  const temporary = `${target}.${randomUUID().slice(0, 8)}.new`;
  let handle: FileHandle | undefined;
  try {
    handle = await open(temporary, 'wx', existing?.mode ?? newMode);
    if (existing) await copyAttributes(existing, handle);
    // Flushed before the rename, so that a crash of the machine leaves no empty file under the name.
    const stream = handle.createWriteStream({ flush: true });
    await pipeline(parts, stream, { ...(signal && { signal }) });
    await rename(temporary, target);
  } catch (error) {
    if (handle !== undefined) {
      await handle.close().catch(() => {});
      await rm(temporary, { force: true }).catch(() => {});
    }
    throw outputError(error, file, existing ? `${file} is unchanged.` : 'Nothing was written.');
  }
}

async function copyAttributes({ uid, gid, mode }: Stats, handle: FileHandle): Promise<void> {
  // No other user may change the owner of a file.
  if (process.getuid?.() === 0) await handle.chown(uid, gid);
  // The umask may have cleared bits of the mode.
  await handle.chmod(mode);
}

const getErrorCode = (error: unknown) => (error as NodeJS.ErrnoException).code;

function outputError(error: unknown, target: string, outcome: string): OutputError {
  const cause =
    error instanceof UserError
      ? error.message
      : (error as Error).name === 'AbortError'
        ? 'The command was stopped.'
        : `${target} cannot be written (${getErrorCode(error) ?? (error as Error).message}).`;
  return new OutputError(`${cause} ${outcome}`, { cause: error });
}
