import { countEscapedUris } from '../normalise/escaped-uris.js';
import type { RowBatch } from '../rows/row-batch.js';
import { importChunks } from './import-chunks.js';
import type { ImportState, ImportTarget } from './import-target.js';

/** The progress of an import. */
export interface ImportProgress {
  readonly state: ImportState;
  /** How many bytes of the decompressed input are done. */
  readonly bytes: number;
}

/** The result of an import of rows. */
export interface ImportedRows extends ImportState {
  /** See {@link countEscapedUris}; counts all rows that were read, whether or not they were done before. */
  readonly escapedUris: number;
}

/** Options of {@link importRows}. */
export interface ImportRowsOptions {
  /** Whether entities in URIs are decoded, so that there are none to count. */
  readonly html?: boolean | undefined;
  /** Stops the import after the chunk that is being stored. */
  readonly signal?: AbortSignal;
  /** Called after every chunk that is done. */
  readonly onProgress?: (progress: ImportProgress) => void;
}

/**
 * Imports rows into a target chunk by chunk, starting at the resume point of an earlier attempt. While a
 * chunk is stored, the next one is read and prepared.
 *
 * Throws what the reader, the target or the signal throws, once all chunks that were begun are done or
 * have failed.
 */
export async function importRows(
  batches: AsyncIterable<RowBatch>,
  target: ImportTarget,
  { html, signal, onProgress = () => {} }: ImportRowsOptions = {},
): Promise<ImportedRows> {
  let escapedUris = 0;
  let state: ImportState | undefined;
  let storing: Promise<ImportState> | undefined;
  let bytesStoring = 0;

  async function finishStoring() {
    if (storing === undefined) return;
    const stored = storing;
    storing = undefined;
    state = await stored;
    onProgress({ state, bytes: bytesStoring });
  }
  const chunks = importChunks(batches);
  try {
    for (;;) {
      const read = await nextOrFailure(chunks, storing);
      if (read.done) break;
      const chunk = read.value;
      signal?.throwIfAborted();
      if (!html) escapedUris += countEscapedUris(chunk.items);
      if (state === undefined) {
        state = await target.open(chunk);
        onProgress({ state, bytes: 0 });
      }
      const next = target.store(chunk);
      // Awaited below, or once the next chunk has been read.
      next.catch(() => {});
      try {
        await finishStoring();
      } catch (error) {
        await next.catch(() => {});
        throw error;
      }
      storing = next;
      bytesStoring = chunk.bytes;
    }
  } catch (error) {
    // Not awaited, as rows may arrive late, or never.
    chunks.return(undefined).catch(() => {});
    await finishStoring();
    throw error;
  }
  await finishStoring();
  return { ...(state as ImportState), escapedUris };
}

/** Resolves to the next chunk, or rejects as soon as storing fails, however late the next rows arrive. */
function nextOrFailure<Chunk>(
  chunks: AsyncGenerator<Chunk>,
  storing: Promise<unknown> | undefined,
): Promise<IteratorResult<Chunk>> {
  const next = chunks.next();
  if (storing === undefined) return next;
  next.catch(() => {});
  return Promise.race([next, storing.then(() => next)]);
}
