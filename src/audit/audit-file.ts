import { type FileHandle, open } from 'node:fs/promises';
import { acquireLock, LockHeldError } from '../concurrency/process-lock.js';
import { StartError } from '../errors/start-error.js';
import { type ChainEnd, chainStart, hashLine, parseLine } from './chain.js';
import type { LineSink } from './line-writer.js';

/** The beginning of a line whose end was never written. */
export interface TornLine {
  readonly bytes: number;
  readonly hash: string;
}

/** What a file ends with. */
interface FileEnd {
  readonly end: ChainEnd;
  /** Whether the last line is complete but for its line feed. */
  readonly lacksLineFeed: boolean;
  readonly torn: TornLine | undefined;
}

/** An audit log that only this process writes. */
export interface AuditFile extends FileEnd {
  readonly sink: LineSink;
  /** Opens the file that has taken the place of this one; undefined if none has. */
  openNext(): Promise<LineSink | undefined>;
  /** Lets other processes write the log. */
  release(): Promise<void>;
}

// No line is as long.
const tailBytes = 64 * 1024;
const lineFeed = 0x0a;

/**
 * Opens an audit log to continue it. Throws a {@link StartError} if another process writes it, or it
 * cannot be continued.
 *
 * @param waitMs how long to wait for that process to finish
 */
export async function openAuditFile(path: string, waitMs: number): Promise<AuditFile> {
  const release = await lock(path, waitMs);
  let handle: FileHandle | undefined;
  try {
    let current = await openToAppend(path);
    handle = current;
    const end = await readEnd(handle, path);
    return {
      ...end,
      sink: sinkOf(current),
      async openNext() {
        const next = await openToAppend(path);
        const [before, now] = [await current.stat(), await next.stat()];
        const isSame = before.ino === now.ino && before.dev === now.dev;
        if (isSame || now.size > 0) {
          await next.close();
          if (isSame) return undefined;
          throw new StartError(`The file ${path} has been replaced by one that is not empty.`);
        }
        current = next;
        return sinkOf(next);
      },
      release,
    };
  } catch (error) {
    await handle?.close();
    await release();
    throw error;
  }
}

function lock(path: string, waitMs: number): Promise<() => Promise<void>> {
  return acquireLock(`${path}.lock`, waitMs).catch((error) => {
    if (!(error instanceof LockHeldError)) throw unusable(path, error);
    throw new StartError(
      `Process ${error.pid} is writing the audit log ${path}. Give each process a file of its own or, if that process is something else, remove ${error.file}.`,
    );
  });
}

async function openToAppend(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'a+', 0o600);
  } catch (error) {
    throw unusable(path, error as Error);
  }
}

const unusable = (path: string, { message }: Error) =>
  new StartError(`The audit log ${path} cannot be written (${message}).`);

function sinkOf(handle: FileHandle): LineSink {
  return {
    async write(text) {
      const { bytesWritten } = await handle.write(Buffer.from(text, 'latin1'));
      return bytesWritten;
    },
    sync: () => handle.datasync(),
    close: () => handle.close(),
  };
}

async function readEnd(handle: FileHandle, path: string): Promise<FileEnd> {
  const { size } = await handle.stat();
  const tail = Buffer.alloc(Math.min(size, tailBytes));
  await handle.read(tail, 0, tail.length, size - tail.length);
  const lacksLineFeed = tail.length > 0 && tail.at(-1) !== lineFeed;
  const lines = tail.toString('latin1').split('\n');
  if (!lacksLineFeed) lines.pop();
  const index = lines.findLastIndex((line) => parseLine(line) !== undefined);
  const rest = lines.slice(index + 1).join('\n');
  const isOther = index < 0 && !(size === tail.length && isBeginning(rest));
  if (isOther) {
    throw new StartError(
      `The file ${path} is not an audit log. Move it away, or set AUDIT_LOG to another path.`,
    );
  }
  return {
    end: endOf(lines[index]),
    lacksLineFeed,
    torn: rest === '' ? undefined : { bytes: rest.length, hash: hashBytes(rest) },
  };
}

/** Whether a file may have been cut off in its very first line. */
function isBeginning(text: string): boolean {
  const beginning = '{"@timestamp":"';
  return text.startsWith(beginning) || beginning.startsWith(text);
}

function endOf(line: string | undefined): ChainEnd {
  const parsed = line === undefined ? undefined : parseLine(line);
  if (line === undefined || parsed === undefined) return chainStart;
  return { sequence: parsed['event.sequence'], hash: hashBytes(line) };
}

/** The hash of bytes that were read as Latin-1: a torn line need not be ASCII. */
const hashBytes = (text: string) => hashLine(Buffer.from(text, 'latin1'));
