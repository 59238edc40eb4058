/** Thrown for bytes that are not a block of LZ4. */
export class Lz4Error extends Error {}

/** How far back a match can be. */
const windowBytes = 1 << 16;
const bufferBytes = 2 * windowBytes;

/** What comes next: a byte of this kind, or the bytes of a match. */
type Place =
  | 'token'
  | 'literal length'
  | 'literals'
  | 'offset'
  | 'high offset'
  | 'match length'
  | 'match';

const extended = 15;
const shortestMatch = 4;

/**
 * Decodes a block of LZ4 that arrives in pieces, by its
 * [format](https://github.com/lz4/lz4/blob/dev/doc/lz4_Block_format.md): sequences of a token, literals and a
 * match, of which the last one has no match.
 */
export class Lz4Block {
  /** What was decoded last: at least a window of it. */
  readonly #buffer = Buffer.alloc(bufferBytes);
  /** Where the buffer is filled up to, and what of it was passed on. */
  #end = 0;
  #passed = 0;
  #place: Place = 'token';
  #literals = 0;
  #match = 0;
  #offset = 0;
  /** How many bytes were decoded. */
  #length = 0;
  #taken = 0;

  /** @param size how many bytes it has decoded */
  constructor(private readonly size: number) {}

  /** How many bytes of the block were read. */
  get taken(): number {
    return this.#taken;
  }

  /** Whether the block can end here, and has all its bytes. */
  get isComplete(): boolean {
    return this.#place === 'offset' && this.#length === this.size;
  }

  /** Decodes some bytes. Throws an {@link Lz4Error}, after everything that was decoded before. */
  *decode(bytes: Buffer): Generator<Buffer> {
    let fault: unknown;
    try {
      yield* this.#decodeAll(bytes);
    } catch (error) {
      fault = error;
    }
    if (this.#end > this.#passed) yield Buffer.from(this.#buffer.subarray(this.#passed, this.#end));
    this.#passed = this.#end;
    if (fault !== undefined) throw fault;
  }

  *#decodeAll(bytes: Buffer): Generator<Buffer> {
    for (let at = 0; at < bytes.length; ) {
      const before = this.#taken;
      if (this.#place === 'literals') this.#copyLiterals(bytes.subarray(at));
      else {
        this.#take(bytes[at] as number);
        this.#taken += 1;
      }
      at += this.#taken - before;
      while (this.#place === 'match') {
        if (this.#end === bufferBytes) yield this.#slide();
        this.#copyMatch();
      }
      if (this.#end === bufferBytes) yield this.#slide();
    }
  }

  #take(byte: number): void {
    switch (this.#place) {
      case 'token':
        this.#literals = byte >> 4;
        this.#match = byte & extended;
        this.#place = this.#literals === extended ? 'literal length' : 'literals';
        if (this.#place === 'literals') this.#beginLiterals();
        return;
      case 'literal length':
        this.#literals += byte;
        if (byte < 0xff) this.#beginLiterals();
        return;
      case 'offset':
        if (this.#length === this.size) throw new Lz4Error('it goes on after its content');
        this.#offset = byte;
        this.#place = 'high offset';
        return;
      case 'high offset':
        this.#offset += byte << 8;
        if (this.#offset === 0 || this.#offset > this.#length) {
          throw new Lz4Error(`a match ${this.#offset} bytes back, of ${this.#length}`);
        }
        if (this.#match === extended) this.#place = 'match length';
        else this.#beginMatch();
        return;
      default:
        this.#match += byte;
        if (byte < 0xff) this.#beginMatch();
    }
  }

  #beginLiterals(): void {
    this.#requireRoom(this.#literals);
    this.#place = this.#literals === 0 ? 'offset' : 'literals';
  }

  #beginMatch(): void {
    this.#match += shortestMatch;
    this.#requireRoom(this.#match);
    this.#place = 'match';
  }

  #requireRoom(more: number): void {
    if (this.#length + more > this.size) {
      throw new Lz4Error(`it has more than the ${this.size} bytes that it says`);
    }
  }

  #copyLiterals(bytes: Buffer): void {
    const count = Math.min(this.#literals, bytes.length, bufferBytes - this.#end);
    bytes.copy(this.#buffer, this.#end, 0, count);
    this.#taken += count;
    this.#literals -= count;
    this.#advance(count);
    if (this.#literals === 0) this.#place = 'offset';
  }

  #copyMatch(): void {
    const count = Math.min(this.#match, bufferBytes - this.#end);
    const buffer = this.#buffer;
    // A match may overlap with what it writes.
    for (let at = this.#end; at < this.#end + count; at += 1) {
      buffer[at] = buffer[at - this.#offset] as number;
    }
    this.#match -= count;
    this.#advance(count);
    if (this.#match === 0) this.#place = 'token';
  }

  #advance(count: number): void {
    this.#end += count;
    this.#length += count;
  }

  /** What was not passed on yet; only a window of it is kept. */
  #slide(): Buffer {
    const decoded = Buffer.from(this.#buffer.subarray(this.#passed, this.#end));
    this.#buffer.copyWithin(0, this.#end - windowBytes, this.#end);
    this.#end = windowBytes;
    this.#passed = windowBytes;
    return decoded;
  }
}
