import { randomUUID } from 'node:crypto';
import { type FileHandle, open, realpath, rename, rm, stat } from 'node:fs/promises';
import type { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ExportError } from '../../exports/export-error.js';

/** A text in parts, which are asked for one after the other. */
export type Text = AsyncIterable<string> | Iterable<string>;

/**
 * Writes a text as fast as its reader takes it, and ends quietly when that has seen enough.
 * Throws an {@link ExportError} when the text is cut off.
 */
export async function writeToOutput(
  output: Writable,
  text: Text,
  signal: AbortSignal,
): Promise<void> {
  // What is still on its way may fail later; it is asked for below.
  output.on('error', () => {});
  const { promise: stopped, reject } = Promise.withResolvers<never>();
  signal.addEventListener('abort', () => reject(signal.reason));
  try {
    // A reader that takes nothing at all must not be waited for.
    await Promise.race([stopped, written(text, output, signal)]);
  } catch (error) {
    if (codeOf(error) === 'EPIPE') return;
    throw explained(error, 'Standard output', 'What was written is not all.');
  }
}

async function written(text: Text, output: Writable, signal: AbortSignal) {
  await pipeline(text, output, { signal, end: false });
  await new Promise<void>((done, fail) => {
    output.write('', (error) => (error ? fail(error) : done()));
  });
}

/**
 * Writes a text to a file that nobody ever sees half of: what was there is left until all is written,
 * and so is who may read it. Throws an {@link ExportError} when that fails.
 */
export async function writeToFile(file: string, text: Text, signal: AbortSignal): Promise<void> {
  // The file that a link leads to is meant, not the link.
  const target = await realpath(file).catch(() => file);
  const existing = await stat(target).catch(() => undefined);
  if (existing && !existing.isFile()) {
    throw new ExportError(
      `${file} is no regular file, which a finished export could replace; write to standard output instead.`,
    );
  }
  // What has this name is another's.
  const unfinished = `${target}.${randomUUID().slice(0, 8)}.new`;
  let made: FileHandle | undefined;
  try {
    made = await open(unfinished, 'wx', existing?.mode);
    // Whatever the process takes away from the mode of new files.
    if (existing) await made.chmod(existing.mode);
    // On the disk before it takes its name, whatever happens to the machine then.
    await pipeline(text, made.createWriteStream({ flush: true }), { signal });
    await rename(unfinished, target);
  } catch (error) {
    if (made !== undefined) {
      await made.close().catch(() => {});
      await rm(unfinished, { force: true }).catch(() => {});
    }
    throw explained(error, file, `${file} is as it was.`);
  }
}

const codeOf = (error: unknown) => (error as NodeJS.ErrnoException).code;

function explained(error: unknown, target: string, outcome: string): ExportError {
  const cause =
    error instanceof ExportError
      ? error.message
      : (error as Error).name === 'AbortError'
        ? 'The export was stopped.'
        : `${target} cannot be written (${codeOf(error) ?? (error as Error).message}).`;
  return new ExportError(`${cause} ${outcome}`, { cause: error });
}
