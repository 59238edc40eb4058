import { randomUUID } from 'node:crypto';
import { mkdir, open, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { RejectedItem } from '../../../imports/normalise/rejected-item.js';
import { addCounts, countOutcome, type Outcome } from '../../../imports/store/import-counts.js';
import { type ImportState, initialState } from '../../../imports/targets/import-target.js';
import { JsonLinesFile } from '../../../imports/targets/json-lines-file.js';
import { ImportError } from '../import-error.js';
import type { ImportIdentity } from '../service/imported-part.js';
import { acquireLock } from './journal-lock.js';
import { removeOldJournals } from './old-journals.js';

interface Header {
  /** Makes the keys of this import's requests unlike all others. */
  readonly run: string;
  /** Whether rejected items are sent with the rows of their file; those of versions before were not. */
  readonly sendsRows?: boolean;
}

/** A chunk that is done. */
export interface CompletedChunk extends Outcome {
  /** How many rows of the import are done with it. */
  readonly received: number;
  /** The digest of all of them. */
  readonly digest: string;
  readonly importId: number | null;
  /** The last import of the service that has rows of it. */
  readonly last: ImportIdentity | null;
  readonly isLast: boolean;
}

/** How far an import into a service is, in a file that outlives the process. */
export interface ImportJournal {
  readonly run: string;
  /** Whether rejected items are sent with the rows of their file. */
  readonly sendsRows: boolean;
  /** What is done. */
  readonly state: ImportState;
  /** Whether all of it is. */
  readonly isComplete: boolean;
  /** The last import of the service that has rows of it; null where none is known. */
  readonly last: ImportIdentity | null;
  /** When something was written down last, in milliseconds since 1970. */
  readonly writtenAt: number;
  /** The digest of the first so many rows, if a chunk ended with them. */
  digestAt(received: number): string | undefined;
  add(chunk: CompletedChunk): Promise<void>;
  rejections(): AsyncGenerator<readonly RejectedItem[]>;
  /** Forgets it all. */
  remove(): Promise<void>;
  /** Lets go of it. */
  close(): Promise<void>;
}

/**
 * Opens a journal, or begins it. A line that a kill cut in two is as if it had never been written.
 *
 * @param anew to forget what it says
 * @throws ImportError when another process has it open, or it cannot be written
 */
export async function openJournal(file: string, anew: boolean): Promise<ImportJournal> {
  try {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    const release = await acquireLock(`${file}.lock`);
    try {
      await removeOldJournals(file);
      if (anew) await rm(file, { force: true });
      return await read(file, release);
    } catch (error) {
      await release();
      throw error;
    }
  } catch (error) {
    throw explained(error, file, 'set XDG_STATE_HOME to a folder for it');
  }
}

/** Says in a sentence that a journal cannot be written. Throws the error when that is a fault of ours. */
function explained(error: unknown, file: string, remedy: string): ImportError {
  const { code } = error as NodeJS.ErrnoException;
  if (code === undefined) throw error;
  return new ImportError(
    `How far the import is cannot be written to ${file} (${code}); ${remedy}.`,
    { cause: error },
  );
}

async function read(file: string, release: () => Promise<void>): Promise<ImportJournal> {
  // Opened to be read and written, made where it is missing, and never emptied.
  const handle = await open(file, 'a+', 0o600);
  const { mtimeMs } = await handle.stat();
  const digests = new Map<number, string>();
  let header: Header | undefined;
  let state = initialState;
  let isComplete = false;
  let last: ImportIdentity | null = null;

  const take = ({ received, digest, importId, isLast, ...chunk }: CompletedChunk) => {
    // Of several imports, none is the import.
    const isOnly = state.received === 0 && isLast;
    const counts = addCounts(state, countOutcome(chunk));
    state = { ...state, ...counts, importId: isOnly ? importId : null };
    digests.set(received, digest);
    isComplete = isLast;
    last = chunk.last ?? null;
  };
  const lines = await JsonLinesFile.over(handle, (value) => {
    if (header === undefined) header = value as Header;
    else take(value as CompletedChunk);
  });
  if (header === undefined) {
    header = { run: randomUUID(), sendsRows: true };
    await lines.append(header);
    // Without it, what is sent could not be sent again under its key. The other lines can be lost.
    await lines.flush();
  }
  const { run, sendsRows = false } = header;
  return {
    run,
    sendsRows,
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
        throw explained(error, file, 'make room for it');
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
