import { access, constants, realpath, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { rejectedRowsText } from '../../imports/rejected-rows-text.js';
import { formatOfName } from '../../imports/rows/row-format.js';
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

/** Writes the rejected rows in the form that an import finds in a file of this name. */
export function writeRejects(
  file: string,
  pages: AsyncIterable<readonly RejectedItem[]>,
): Promise<void> {
  const format = formatOfName(file);
  if (format === 'csv' || format === 'tsv') return writeWhole(file, rejectedRowsText(pages, 'csv'));
  const lines = rejectedRowsText(pages, 'ndjson');
  return writeWhole(file, format === 'json' ? jsonList(lines) : lines);
}

/** A list of JSON out of texts that are whole lines of NDJSON. */
async function* jsonList(texts: AsyncIterable<string>): AsyncGenerator<string> {
  let before = '[\n';
  for await (const text of texts) {
    yield before + text.trimEnd().replaceAll('\n', ',\n');
    before = ',\n';
  }
  yield before === '[\n' ? '[]\n' : '\n]\n';
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
