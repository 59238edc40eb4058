import { LRUCache } from 'lru-cache';
import { TemporaryFile } from './temporary-file.js';

const pageBytes = 1 << 14;
const cachedPages = 512;
const bufferBytes = 1 << 18;
const offsetBytes = 6;

/** Texts by their numbers, in the order in which they are added. They are on the disk: there may be any number. */
export class TextStore {
  #count = 0;
  readonly #texts: PagedFile;
  readonly #ends: PagedFile;

  private constructor(texts: TemporaryFile, ends: TemporaryFile) {
    this.#texts = new PagedFile(texts);
    this.#ends = new PagedFile(ends);
  }

  static async create(): Promise<TextStore> {
    const texts = await TemporaryFile.create();
    try {
      return new TextStore(texts, await TemporaryFile.create());
    } catch (error) {
      await texts.close();
      throw error;
    }
  }

  add(text: string): void {
    this.#texts.append(Buffer.from(text));
    const end = Buffer.allocUnsafe(offsetBytes);
    end.writeUIntLE(this.#texts.length, 0, offsetBytes);
    this.#ends.append(end);
    this.#count += 1;
  }

  /** The text with a number, from 0; undefined if there is none. */
  get(at: number): string | undefined {
    if (!Number.isInteger(at) || at < 0 || at >= this.#count) return undefined;
    const from = at === 0 ? 0 : this.#endOf(at - 1);
    return this.#texts.read(from, this.#endOf(at) - from).toString();
  }

  async close(): Promise<void> {
    await this.#texts.close();
    await this.#ends.close();
  }

  #endOf(at: number): number {
    return this.#ends.read(at * offsetBytes, offsetBytes).readUIntLE(0, offsetBytes);
  }
}

/** A file of which some pages are in memory. */
class PagedFile {
  #pending: Buffer[] = [];
  #pendingBytes = 0;
  readonly #pages = new LRUCache<number, Buffer>({ max: cachedPages });

  constructor(private readonly file: TemporaryFile) {}

  get length(): number {
    return this.file.length + this.#pendingBytes;
  }

  append(bytes: Buffer): void {
    this.#pending.push(bytes);
    this.#pendingBytes += bytes.length;
    if (this.#pendingBytes >= bufferBytes) this.#flush();
  }

  read(from: number, length: number): Buffer {
    if (this.#pendingBytes > 0) this.#flush();
    const first = Math.floor(from / pageBytes);
    const start = from - first * pageBytes;
    if (start + length <= pageBytes) return this.#page(first).subarray(start, start + length);
    return this.file.read(from, length);
  }

  close(): Promise<void> {
    return this.file.close();
  }

  #page(number: number): Buffer {
    const known = this.#pages.get(number);
    if (known !== undefined) return known;
    const page = this.file.read(number * pageBytes, pageBytes);
    this.#pages.set(number, page);
    return page;
  }

  #flush(): void {
    this.file.append(Buffer.concat(this.#pending));
    this.#pending = [];
    this.#pendingBytes = 0;
    // The last page may have grown.
    this.#pages.clear();
  }
}
