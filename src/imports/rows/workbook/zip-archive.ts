import { crc32 } from 'node:zlib';
import { type Entry, fromFdPromise, type ZipFile } from 'yauzl';
import { InputError } from '../../../errors/input-error.js';
import { asCsv } from '../input/file-signatures.js';
import { TemporaryFile } from './temporary-file.js';

/** The maximum size of a workbook, in bytes. */
const maxArchiveBytes = 256 * 1024 * 1024;
/** The maximum size of the parts of it that are read, uncompressed. */
const maxPartBytes = 2 * 1024 * 1024 * 1024;
// Sheets are compressed to a tenth or a fiftieth, bombs to a thousandth.
const maxRatio = 250;
const freeBytes = 64 * 1024 * 1024;
const maxEntries = 10_000;
const deflated = 8;

/** A zip archive in a temporary file, as its directory is at its end. */
export class ZipArchive {
  #left = maxPartBytes;

  private constructor(
    private readonly file: TemporaryFile,
    private readonly zip: ZipFile,
    private readonly entries: ReadonlyMap<string, Entry>,
  ) {}

  /** Throws an `InputError` for bytes that are too many, or not an archive as a whole. */
  static async open(input: AsyncIterable<Uint8Array>): Promise<ZipArchive> {
    const file = await TemporaryFile.create();
    try {
      for await (const bytes of input) {
        file.append(bytes);
        if (file.length > maxArchiveBytes) throw tooLarge(maxArchiveBytes, '');
      }
      const zip = await openDirectory(file);
      return new ZipArchive(file, zip, await readDirectory(zip));
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  /** The size of the archive, in bytes. */
  get length(): number {
    return this.file.length;
  }

  /** Whether there is a part of this name; names are compared without regard to case (ECMA-376-2, 6.2.2). */
  has(name: string): boolean {
    return this.entries.has(name.toLowerCase());
  }

  /**
   * Reads a part. Throws an `InputError` if there is none, if it is encrypted, larger than is allowed, or
   * not what the directory says, in which case what comes before is yielded.
   */
  async *read(name: string): AsyncGenerator<Uint8Array> {
    const entry = this.entries.get(name.toLowerCase());
    if (entry === undefined)
      throw new InputError(`The workbook is incomplete: it has no "${name}".`);
    this.#admit(entry, name);
    let sum = 0;
    try {
      for await (const bytes of await this.zip.openReadStreamPromise(entry)) {
        sum = crc32(bytes, sum);
        yield bytes;
      }
    } catch (error) {
      if (error instanceof InputError) throw error;
      throw damaged(name, (error as Error).message, error);
    }
    if (sum !== entry.crc32) throw damaged(name, 'its checksum is another');
  }

  close(): Promise<void> {
    return this.file.close();
  }

  /** What the directory says of its size is checked by yauzl while it is read. */
  #admit(entry: Entry, name: string): void {
    const { uncompressedSize: size, compressedSize, compressionMethod } = entry;
    if (entry.isEncrypted()) throw encrypted();
    if (compressionMethod !== 0 && compressionMethod !== deflated) {
      throw new InputError(
        `The part "${name}" of the workbook is compressed by method ${compressionMethod}, which is not supported; save the workbook again, or ${asCsv}.`,
      );
    }
    if (size > freeBytes && size > compressedSize * maxRatio) {
      throw new InputError(
        `The part "${name}" of the workbook has ${size} bytes, compressed to ${compressedSize}; at most ${maxRatio} times as many are allowed. If its rows are needed, ${asCsv}.`,
      );
    }
    this.#left -= size;
    if (this.#left < 0) throw tooLarge(maxPartBytes, ', uncompressed');
  }
}

async function openDirectory(file: TemporaryFile): Promise<ZipFile> {
  try {
    return await fromFdPromise(file.fd, { autoClose: false, lazyEntries: true });
  } catch (error) {
    throw new InputError(
      `The input begins like a workbook (.xlsx or .ods), but it is cut off or damaged: the directory at its end cannot be read. It has ${file.length} bytes; download or copy it again.`,
      { cause: error },
    );
  }
}

async function readDirectory(zip: ZipFile): Promise<ReadonlyMap<string, Entry>> {
  const entries = new Map<string, Entry>();
  if (zip.entryCount > maxEntries) {
    throw new InputError(
      `The workbook has ${zip.entryCount} parts; at most ${maxEntries} are allowed. If its rows are needed, ${asCsv}.`,
    );
  }
  try {
    for await (const entry of zip.eachEntry()) {
      const name = entry.fileName.toLowerCase();
      if (!entries.has(name)) entries.set(name, entry);
    }
  } catch (error) {
    throw new InputError(
      `The workbook is damaged: its directory cannot be read (${(error as Error).message}).`,
      { cause: error },
    );
  }
  return entries;
}

const damaged = (name: string, why: string, cause?: unknown) =>
  new InputError(
    `The workbook is damaged in its part "${name}" (${why}); download or copy it again, or open it in a spreadsheet program and ${asCsv}.`,
    { cause },
  );

const tooLarge = (max: number, of: string) =>
  new InputError(
    `The workbook has more than ${max / 1024 / 1024} MB${of}, the maximum; ${asCsv}, which may have any size.`,
  );

/** The error for a workbook with a password. */
export const encrypted = () =>
  new InputError(`The workbook is encrypted with a password; save it without one, or ${asCsv}.`);
