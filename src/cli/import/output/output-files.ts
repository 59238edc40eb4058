import { access, constants, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { formatForFileName, rowFormats } from '../../../formats/file-format.js';
import {
  formatRejectedRows,
  type RejectedRow,
} from '../../../imports/rows/format-rejected-rows.js';
import { nameOptions } from '../../options/option-names.js';
import { type OutputParts, writeFileAtomically } from '../../output/atomic-write.js';
import { ImportError } from '../import-error.js';
import type { ImportPlan } from '../import-options.js';
import type { InputFile } from '../input-files.js';

/**
 * Checks that the output files can be written once the import is done, which may be hours later, and
 * that none of them would overwrite another file of the command. Throws an {@link ImportError}.
 */
export async function checkOutputs(
  { rejects, report }: ImportPlan,
  inputs: readonly InputFile[],
): Promise<void> {
  const uses = new Map<string, string>();
  for (const { path } of inputs) if (path !== undefined) uses.set(await realPath(path), 'read');
  for (const [file, use] of [
    [rejects, '--rejects'],
    [report, '--report'],
  ]) {
    if (file === undefined) continue;
    const path = await realPath(file);
    const other = uses.get(path);
    if (other !== undefined) {
      throw new ImportError(
        `${file} is given for ${use}, but is also ${other === 'read' ? 'an input' : `given for ${other}`}; name another file. Nothing was imported.`,
      );
    }
    uses.set(path, `${use}`);
    await checkOutput(file, path);
  }
}

/** The path without symbolic links, even of a file that does not exist yet. */
async function realPath(file: string): Promise<string> {
  try {
    return await realpath(file);
  } catch {
    const folder = dirname(file);
    return join(await realpath(folder).catch(() => folder), basename(file));
  }
}

async function checkOutput(file: string, path: string): Promise<void> {
  if (/\.(gz|zst)$/i.test(file)) {
    throw new ImportError(
      `${file} has the name of a compressed file, but output is not compressed; drop the extension. Nothing was imported.`,
    );
  }
  try {
    const existing = await stat(path).catch(() => undefined);
    if (existing && !existing.isFile()) {
      throw Object.assign(new Error(), { code: 'not a regular file' });
    }
    await access(dirname(path), constants.W_OK);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new ImportError(`${file} cannot be written (${code}). Nothing was imported.`, {
      cause: error,
    });
  }
}

/**
 * Writes the rejected rows in the format that an import detects by the name of the file.
 *
 * @param safe whether formulas in CSV are escaped, as `--safe-csv` says of the input
 */
export function writeRejects(
  file: string,
  pages: AsyncIterable<readonly RejectedRow[]>,
  safe: boolean,
): Promise<void> {
  const named = formatForFileName(file);
  const format = rowFormats.find((each) => each === named) ?? 'ndjson';
  return writeOutput(file, formatRejectedRows(nameOptions(pages), format, safe));
}

/** Writes the report. */
export function writeReport(file: string, report: string): Promise<void> {
  return writeOutput(file, [report]);
}

async function writeOutput(file: string, parts: OutputParts): Promise<void> {
  try {
    // Not stopped by Ctrl-C, as it takes little time.
    await writeFileAtomically(file, parts);
  } catch (error) {
    throw new ImportError(
      `${(error as Error).message} All rows are imported; run the same command again to write it.`,
      { cause: error },
    );
  }
}
