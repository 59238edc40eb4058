import type { FileHandle } from 'node:fs/promises';

const lineFeed = 0x0a;

/** A file of JSON values, one per line, that is appended to. */
export class JsonLinesFile {
  #length: number;

  private constructor(
    private readonly handle: FileHandle,
    length: number,
  ) {
    this.#length = length;
  }

  /**
   * Takes over an open file with its values. It is truncated after the last complete line: what follows
   * was left by a writer that was killed.
   *
   * @param onValue called with each value
   */
  static async load(
    handle: FileHandle,
    onValue: (value: unknown) => void = () => {},
  ): Promise<JsonLinesFile> {
    let length = 0;
    for await (const { value, end } of readValues(handle, (await handle.stat()).size)) {
      onValue(value);
      length = end;
    }
    await handle.truncate(length);
    return new JsonLinesFile(handle, length);
  }

  async append(value: unknown): Promise<void> {
    const line = Buffer.from(`${JSON.stringify(value)}\n`);
    for (let written = 0; written < line.length; ) {
      const { bytesWritten } = await this.handle.write(line, written, null, this.#length + written);
      written += bytesWritten;
    }
    this.#length += line.length;
  }

  async *values(): AsyncGenerator<unknown> {
    for await (const { value } of readValues(this.handle, this.#length)) yield value;
  }

  /** Waits until everything is on the disk and survives a crash of the machine. */
  flush(): Promise<void> {
    return this.handle.datasync();
  }

  close(): Promise<void> {
    return this.handle.close();
  }
}

interface Line {
  readonly value: unknown;
  /** Where the next line begins. */
  readonly end: number;
}

/** Reads the values of complete lines, up to the first that is not JSON. */
async function* readValues(handle: FileHandle, length: number): AsyncGenerator<Line> {
  let end = 0;
  let partial: Buffer[] = [];
  for await (const bytes of readAll(handle, length)) {
    let from = 0;
    for (;;) {
      const at = bytes.indexOf(lineFeed, from);
      if (at < 0) break;
      partial.push(bytes.subarray(from, at));
      const line = Buffer.concat(partial);
      partial = [];
      from = at + 1;
      end += line.length + 1;
      const value = parseLine(line);
      if (value === undefined) return;
      yield { value, end };
    }
    if (from < bytes.length) partial.push(bytes.subarray(from));
  }
}

async function* readAll(handle: FileHandle, length: number): AsyncGenerator<Buffer> {
  for (let position = 0; position < length; ) {
    const buffer = Buffer.allocUnsafe(Math.min(1024 * 1024, length - position));
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, position);
    if (bytesRead === 0) return;
    position += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}

function parseLine(line: Buffer): unknown {
  try {
    return JSON.parse(line.toString());
  } catch {
    return undefined;
  }
}
