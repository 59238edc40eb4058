import { access, constants, realpath, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { rejectedRowsText } from '../../imports/rejected-rows-text.js';
import type { RejectedItem } from '../../imports/sort-items.js';
import { writeToFile } from '../write-whole.js';
import { ImportError } from './import-error.js';

/**
 * Makes sure that a file can be written when all is done, which may be hours later.
 * Throws an {@link ImportError} when it cannot.
 */
export async function checkOutput(file: string): Promise<void> {
  try {
    const target = await realpath(file).catch(() => file);
    const existing = await stat(target).catch(() => undefined);
    if (existing && !existing.isFile()) {
      throw Object.assign(new Error(), { code: 'no regular file' });
    }
    await access(dirname(target), constants.W_OK);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new ImportError(`${file} cannot be written (${code}). Nothing was imported.`, {
      cause: error,
    });
  }
}

/** Writes the rejected rows, as CSV where the name of the file says so. */
export function writeRejects(
  file: string,
  pages: AsyncIterable<readonly RejectedItem[]>,
): Promise<void> {
  const format = /\.[ct]sv$/i.test(file) ? 'csv' : 'ndjson';
  return writeWhole(file, rejectedRowsText(pages, format));
}

/** Writes the report. */
export function writeReport(file: string, report: string): Promise<void> {
  return writeWhole(
    file,
    (async function* () {
      yield report;
    })(),
  );
}

async function writeWhole(file: string, text: AsyncIterable<string>): Promise<void> {
  try {
    // What is left to do is short, and a stop in the middle of it would help nobody.
    await writeToFile(file, text, new AbortController().signal);
  } catch (error) {
    throw new ImportError(
      `${(error as Error).message} All rows are imported; the same command writes it when it can.`,
      { cause: error },
    );
  }
}
