import type { Readable } from 'node:stream';
import { InputError } from '../../errors/input-error.js';
import { decompress } from '../../formats/compression/decompress.js';
import { formatForFileName } from '../../formats/file-format.js';
import { readRows } from '../../imports/rows/read-rows.js';
import type { RowBatch } from '../../imports/rows/row-batch.js';
import { sniffFormat } from '../../imports/rows/sniff-format.js';
import type { ImportPlan } from './import-options.js';
import type { InputFile } from './input-files.js';

/**
 * Reads the rows of a file, compressed or not.
 *
 * @param onBytes called with the number of bytes of the file that were read since the last call
 */
export async function* readInput(
  file: InputFile,
  { format, map, safeCsv }: ImportPlan,
  onBytes: (count: number) => void,
  signal: AbortSignal,
): AsyncGenerator<RowBatch> {
  const bytes = decompress(countBytes(file, onBytes, signal));
  const named = format ?? (file.path === undefined ? undefined : formatForFileName(file.path));
  const sniffed = named === undefined ? await sniffFormat(bytes) : { format: named, input: bytes };
  yield* readRows(sniffed.input, { format: sniffed.format, safeCsv, ...(map && { map }) });
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
