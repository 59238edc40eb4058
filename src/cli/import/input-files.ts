import { createReadStream, openSync } from 'node:fs';
import { access, constants, stat } from 'node:fs/promises';
import { Socket } from 'node:net';
import { basename } from 'node:path';
import type { Readable } from 'node:stream';
import type { Terminal } from '../output/terminal.js';
import { ImportError } from './import-error.js';
import { maxSourceLength } from './import-options.js';

/** Something to import from. */
export interface InputFile {
  /** Its name for people. */
  readonly name: string;
  /** The name under which its import is listed. */
  readonly source: string;
  /** Its path; undefined for standard input. */
  readonly path: string | undefined;
  /** How many bytes it has, where that can be known before. */
  readonly size: number | undefined;
  /** Opens it. Reading ends, failing, when the signal comes. */
  read(signal: AbortSignal): Readable;
}

/**
 * Makes sure that everything to import from can be read.
 *
 * @param names paths, `-` for standard input; none is standard input as well
 * @throws ImportError that says what cannot
 */
export async function findInputFiles(
  names: readonly string[],
  terminal: Terminal,
): Promise<InputFile[]> {
  const files = names.length > 0 ? names : ['-'];
  if (files.filter((name) => name === '-').length > 1) {
    throw new ImportError('Standard input (-) is named more than once; it can be read once.');
  }
  return Promise.all(
    files.map((name) => (name === '-' ? standardInput(terminal) : inputFile(name))),
  );
}

function standardInput({ input, isInputTty: typesInput }: Terminal): InputFile {
  if (typesInput) {
    throw new ImportError(
      'There is nothing to import: name a file, or send rows to standard input, as in "records import < rows.ndjson".',
    );
  }
  return {
    name: 'Standard input',
    source: 'standard input',
    path: undefined,
    size: undefined,
    read(signal) {
      const stream = input();
      signal.addEventListener('abort', () => stream.destroy(signal.reason), { once: true });
      return stream;
    },
  };
}

async function inputFile(path: string): Promise<InputFile> {
  try {
    await access(path, constants.R_OK);
    const stats = await stat(path);
    if (stats.isDirectory()) throw Object.assign(new Error(), { code: 'EISDIR' });
    return {
      name: path,
      source: [...path].length <= maxSourceLength ? path : basename(path),
      path,
      // Of pipes and devices nobody knows.
      size: stats.isFile() ? stats.size : undefined,
      read: (signal) =>
        stats.isFIFO() ? readPipe(path, signal) : createReadStream(path, { signal }),
    };
  } catch (error) {
    throw new ImportError(
      `${path} cannot be read (${(error as NodeJS.ErrnoException).code}). Nothing was imported.`,
      { cause: error },
    );
  }
}

/** A thread that reads a named pipe as if it were a file would wait for its writer, whatever happens. */
function readPipe(path: string, signal: AbortSignal): Readable {
  const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  return new Socket({ fd, readable: true, writable: false, signal });
}
