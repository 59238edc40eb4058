import { InputError } from '../../errors/input-error.js';
import { previewRows } from '../../imports/preview/preview-rows.js';
import type { TakenInput } from '../../imports/rows/taken-input.js';
import { writeToStream } from '../output/atomic-write.js';
import { stopSignal, type Terminal } from '../output/terminal.js';
import { ImportError } from './import-error.js';
import { describeInputError } from './import-file.js';
import type { ImportPlan } from './import-options.js';
import { findInputFiles, type InputFile } from './input-files.js';
import { formatPreview } from './output/preview-table.js';
import { readInput } from './read-input.js';

/**
 * Prints the first rows of each file as received and as they would be stored. Nothing is stored, and no
 * destination opened. Throws an {@link ImportError} for a file that cannot be read.
 *
 * @param count how many rows
 * @returns whether any of the rows shown would be rejected
 */
export async function previewFiles(
  names: readonly string[],
  plan: ImportPlan,
  count: number,
  terminal: Terminal,
): Promise<boolean> {
  const files = await findInputFiles(names, terminal);
  const signal = stopSignal(terminal, new ImportError('The preview was stopped.'));
  let hasRejected = false;
  for (const file of files) {
    const { text, isRejected } = await previewFile(file, plan, count, signal);
    hasRejected ||= isRejected;
    await writeToStream(terminal.output, [text]);
  }
  return hasRejected;
}

async function previewFile(
  file: InputFile,
  plan: ImportPlan,
  count: number,
  signal: AbortSignal,
): Promise<{ readonly text: string; readonly isRejected: boolean }> {
  let taken: TakenInput | undefined;
  const onTaken = (now: TakenInput) => {
    taken = now;
  };
  try {
    const rows = await previewRows(readInput(file, plan, { onTaken }, signal), plan.rules, count);
    return {
      text: `${describeFile(file, taken)}\n${formatPreview(rows)}`,
      isRejected: rows.some(({ stored }) => stored === null),
    };
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof InputError)) throw error;
    throw new ImportError(`${file.name}: ${describeInputError(error)} Nothing was stored.`, {
      cause: error,
    });
  }
}

function describeFile({ name }: InputFile, taken: TakenInput | undefined): string {
  if (taken === undefined) return `${name}: the first rows; nothing is stored.`;
  const { format, encoding, note } = taken;
  const read = note ?? `It was read as ${format.toUpperCase()} in ${encoding.toUpperCase()}.`;
  return `${name}: the first rows; nothing is stored. ${read}`;
}
