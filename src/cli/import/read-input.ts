import type { Readable } from 'node:stream';
import { InputError } from '../../errors/input-error.js';
import { decompress } from '../../formats/compression/decompress.js';
import { formatForFileName } from '../../formats/file-format.js';
import { readRows } from '../../imports/rows/read-rows.js';
import type { RowBatch } from '../../imports/rows/row-batch.js';
import type { TakenInput } from '../../imports/rows/taken-input.js';
import type { ImportPlan } from './import-options.js';
import type { InputFile } from './input-files.js';

/** What the reading of a file reports. */
export interface ReadListener {
  /** Called with the number of bytes of the file that were read since the last call. */
  readonly onBytes?: (count: number) => void;
  /** Called with what the file was taken for, before its first row. */
  readonly onTaken?: (taken: TakenInput) => void;
}

/** Reads the rows of a file, compressed or not. */
export function readInput(
  file: InputFile,
  { options }: ImportPlan,
  { onBytes = () => {}, onTaken = () => {} }: ReadListener,
  signal: AbortSignal,
): AsyncGenerator<RowBatch> {
  const bytes = decompress(countBytes(file, onBytes, signal));
  const named = file.path === undefined ? undefined : formatForFileName(file.path);
  return readRows(bytes, { ...options, named, onTaken });
}

async function* countBytes(
  file: InputFile,
  onBytes: (count: number) => void,
  signal: AbortSignal,
): AsyncGenerator<Buffer> {
  try {
    for await (const bytes of file.read(signal) as Readable & AsyncIterable<Buffer>) {
      onBytes(bytes.length);
      yield bytes;
    }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new InputError(`Reading failed (${code ?? message}).`, { cause: error });
  }
}
