import { randomUUID } from 'node:crypto';
import { mkdir, open, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { acquireLock, LockHeldError } from '../../../concurrency/process-lock.js';
import type { RejectedItem } from '../../../imports/normalise/rejected-item.js';
import { type ImportState, initialState } from '../../../imports/run/import-target.js';
import { addCounts, countOutcome, type Outcome } from '../../../imports/store/import-counts.js';
import { JsonLinesFile } from '../../../imports/targets/json-lines-file.js';
import { ImportError } from '../import-error.js';
import type { ImportIdentity } from '../service/imported-part.js';
import { removeOldJournals } from './old-journals.js';

interface Header {
  /** Makes the idempotency keys of this import unique. */
  readonly run: string;
  /** Whether rejected items are sent with their original rows; older versions did not. */
  readonly sendsRows?: boolean;
  /** For whom the service imports the rows, if it says so. */
  readonly viewer?: string | undefined;
}

/** How to open a journal. */
export interface JournalOptions {
  /** Whether to discard its content. */
  readonly restart: boolean;
  /** For whom the rows are imported; recorded in a new journal. */
  readonly viewer: string | undefined;
}

/** A chunk that a service has imported. */
export interface CompletedChunk extends Outcome {
  /** Rows of the import up to the end of this chunk. */
  readonly received: number;
  /** The digest of all those rows. */
  readonly digest: string;
  readonly importId: number | null;
  /** The service's import with its last rows. */
  readonly last: ImportIdentity | null;
  readonly isLast: boolean;
}

/** The resume point of an import into a service, in a file that outlives the process. */
export interface ImportJournal {
  readonly run: string;
  /** Whether rejected items are sent with their original rows. */
  readonly sendsRows: boolean;
  /** For whom the import was begun; undefined if that is unknown. */
  readonly viewer: string | undefined;
  /** The outcome so far. */
  readonly state: ImportState;
  /** Whether the import is complete. */
  readonly isComplete: boolean;
  /** The service's import with the last rows; null if none is known. */
  readonly last: ImportIdentity | null;
  /** When it was last written, in milliseconds of Unix time. */
  readonly writtenAt: number;
  /** The digest of this many rows, if a chunk ended there. */
  digestAt(received: number): string | undefined;
  add(chunk: CompletedChunk): Promise<void>;
  rejections(): AsyncGenerator<readonly RejectedItem[]>;
  /** Deletes it. */
  remove(): Promise<void>;
  /** Releases its file and its lock. */
  close(): Promise<void>;
}

/**
 * Opens a journal, or creates it. A last line that was cut off by a kill is ignored.
 *
 * @throws ImportError when another process has it open, or it cannot be written
 */
export async function openJournal(
  file: string,
  { restart, viewer }: JournalOptions,
): Promise<ImportJournal> {
  try {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    const release = await acquireLock(`${file}.lock`);
    try {
      await removeOldJournals(file);
      if (restart) await rm(file, { force: true });
      return await read(file, viewer, release);
    } catch (error) {
      await release();
      throw error;
    }
  } catch (error) {
    throw journalError(error, file, 'set XDG_STATE_HOME to a folder that can be written');
  }
}

/** The error for a journal that is in use or cannot be written. Throws any other error, a fault of this program. */
function journalError(error: unknown, file: string, remedy: string): ImportError {
  if (error instanceof LockHeldError) {
    return new ImportError(
      `Process ${error.pid} is already running this import. Wait for it to finish or, if that process is something else, remove ${error.file}.`,
      { cause: error },
    );
  }
  const { code } = error as NodeJS.ErrnoException;
  if (code === undefined) throw error;
  return new ImportError(
    `The journal of the import, ${file}, cannot be written (${code}); ${remedy}.`,
    { cause: error },
  );
}

async function read(
  file: string,
  startedBy: string | undefined,
  release: () => Promise<void>,
): Promise<ImportJournal> {
  // For reading and appending; created if it is missing.
  const handle = await open(file, 'a+', 0o600);
  const { mtimeMs } = await handle.stat();
  const digests = new Map<number, string>();
  let header: Header | undefined;
  let state = initialState;
  let isComplete = false;
  let last: ImportIdentity | null = null;

  const take = ({ received, digest, importId, isLast, ...chunk }: CompletedChunk) => {
    // Several imports have no common id.
    const isOnly = state.received === 0 && isLast;
    const counts = addCounts(state, countOutcome(chunk));
    state = { ...state, ...counts, importId: isOnly ? importId : null };
    digests.set(received, digest);
    isComplete = isLast;
    last = chunk.last ?? null;
  };
  const lines = await JsonLinesFile.load(handle, (value) => {
    if (header === undefined) header = value as Header;
    else take(value as CompletedChunk);
  });
  if (header === undefined) {
    header = { run: randomUUID(), sendsRows: true, viewer: startedBy };
    await lines.append(header);
    // Without the header, requests could not be repeated with the same keys. Other lines may be lost.
    await lines.flush();
  }
  const { run, sendsRows = false, viewer } = header;
  return {
    run,
    sendsRows,
    viewer,
    writtenAt: mtimeMs,
    get state() {
      return state;
    },
    get isComplete() {
      return isComplete;
    },
    get last() {
      return last;
    },
    digestAt: (received) => digests.get(received),
    async add(chunk) {
      try {
        await lines.append(chunk);
      } catch (error) {
        throw journalError(error, file, 'free some disk space');
      }
      take(chunk);
    },
    async *rejections() {
      for await (const value of lines.values()) {
        const { rejections = [] } = value as Partial<CompletedChunk>;
        if (rejections.length > 0) yield rejections;
      }
    },
    remove: () => rm(file, { force: true }),
    async close() {
      await lines.close();
      await release();
    },
  };
}
