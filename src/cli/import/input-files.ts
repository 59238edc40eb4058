import { createReadStream, openSync } from 'node:fs';
import { access, constants, stat } from 'node:fs/promises';
import { Socket } from 'node:net';
import { basename } from 'node:path';
import type { Readable } from 'node:stream';
import { adviseToFetch, isAddress, showAddress } from '../../imports/rows/input/address.js';
import { commandLineStyle } from '../options/advise-options.js';
import type { Terminal } from '../output/terminal.js';
import { ImportError } from './import-error.js';
import { maxSourceLength } from './import-options.js';

/** An input of an import. */
export interface InputFile {
  /** Its name in messages. */
  readonly name: string;
  /** The source under which its import is listed. */
  readonly source: string;
  /** Its path; undefined for standard input. */
  readonly path: string | undefined;
  /** Its size in bytes, if that is known in advance. */
  readonly size: number | undefined;
  /** Opens it. Reading fails when the signal aborts. */
  read(signal: AbortSignal): Readable;
}

/**
 * Checks that every input can be read.
 *
 * @param names paths, or `-` for standard input, which is also the default
 * @throws ImportError naming an input that cannot be read
 */
export async function findInputFiles(
  names: readonly string[],
  terminal: Terminal,
): Promise<InputFile[]> {
  const files = names.length > 0 ? names : ['-'];
  if (files.filter((name) => name === '-').length > 1) {
    throw new ImportError('Standard input (-) is given more than once, but can be read only once.');
  }
  return Promise.all(
    files.map((name) => (name === '-' ? standardInput(terminal) : inputFile(name))),
  );
}

/** What to do about an address that is given instead of a file. */
export const refuseAddress = (address: string): string =>
  adviseToFetch(address, commandLineStyle.importPiped);

function standardInput({ input, isInputTty }: Terminal): InputFile {
  if (isInputTty) {
    throw new ImportError(
      'Nothing to import. Name a file, or redirect standard input: "records import < rows.ndjson".',
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
      // Pipes and devices have no known size.
      size: stats.isFile() ? stats.size : undefined,
      read: (signal) =>
        stats.isFIFO() ? readPipe(path, signal) : createReadStream(path, { signal }),
    };
  } catch (error) {
    if (isAddress(path)) {
      throw new ImportError(`${showAddress(path)} is an address. ${refuseAddress(path)}`);
    }
    throw new ImportError(
      `${path} cannot be read (${(error as NodeJS.ErrnoException).code}). Nothing was imported.`,
      { cause: error },
    );
  }
}

/** Reads a named pipe without a thread, which would block until there is a writer, even after a stop. */
function readPipe(path: string, signal: AbortSignal): Readable {
  const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  return new Socket({ fd, readable: true, writable: false, signal });
}
