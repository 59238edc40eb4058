import { readSync, writeSync } from 'node:fs';
import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '../../../errors/user-error.js';

/** Says in a sentence why a workbook could not be kept on the disk while it is read. */
class TemporaryFileError extends UserError {
  override readonly name = 'TemporaryFileError';
}

/** Bytes that are written one after the other, and read at any place. They are gone with the process. */
export class TemporaryFile {
  #length = 0;

  private constructor(private readonly handle: FileHandle) {}

  /** Throws a {@link TemporaryFileError} if there is no place for one. */
  static async create(): Promise<TemporaryFile> {
    try {
      const folder = await mkdtemp(join(tmpdir(), 'records-workbook-'));
      try {
        return new TemporaryFile(await open(join(folder, 'part'), 'wx+', 0o600));
      } finally {
        // Unlinked while open, the file disappears with the process, however that ends.
        await rm(folder, { recursive: true, force: true });
      }
    } catch (error) {
      throw failed(error);
    }
  }

  get fd(): number {
    return this.handle.fd;
  }

  get length(): number {
    return this.#length;
  }

  /** Throws a {@link TemporaryFileError} if the disk is full. */
  append(bytes: Uint8Array): void {
    try {
      for (let written = 0; written < bytes.length; ) {
        written += writeSync(
          this.fd,
          bytes,
          written,
          bytes.length - written,
          this.#length + written,
        );
      }
    } catch (error) {
      throw failed(error);
    }
    this.#length += bytes.length;
  }

  /** The bytes at a place, fewer where the file ends. */
  read(from: number, length: number): Buffer {
    const buffer = Buffer.allocUnsafe(Math.max(0, Math.min(length, this.#length - from)));
    for (let done = 0; done < buffer.length; ) {
      done += readSync(this.fd, buffer, done, buffer.length - done, from + done);
    }
    return buffer;
  }

  close(): Promise<void> {
    return this.handle.close();
  }
}

const failed = (error: unknown) =>
  new TemporaryFileError(
    `A workbook could not be kept in ${tmpdir()} while it is read (${(error as NodeJS.ErrnoException).code}). Set TMPDIR to a folder with enough space.`,
    { cause: error },
  );
