import { IncomingMessage } from 'node:http';

const smallBytes = 1024;
// Nearly all bodies have fewer pieces, and are left as they come.
const freePieces = 16;
const nothing = Buffer.alloc(0);

/**
 * A request whose body is kept in pieces of some size as long as nobody reads it. A client can send it
 * in chunks of one byte, each of which would take hundreds of bytes of memory.
 */
export class CoalescingMessage extends IncomingMessage {
  #smallPieces = 0;
  #gathered: Buffer = nothing;
  #length = 0;

  override push(piece: Buffer | null, encoding?: BufferEncoding): boolean {
    const isSmall = piece !== null && piece.length < smallBytes;
    if (isSmall) this.#smallPieces += 1;
    if (!isSmall || this.#smallPieces <= freePieces) {
      this.#flush();
      return super.push(piece, encoding);
    }
    if (this.#length + piece.length > smallBytes) this.#flush();
    if (this.#length === 0) {
      this.#gathered = Buffer.allocUnsafe(smallBytes);
      // What came together is read together, and nobody waits longer for it.
      process.nextTick(() => this.#flush());
    }
    this.#length += piece.copy(this.#gathered, this.#length);
    return this.readableLength + this.#length < this.readableHighWaterMark;
  }

  #flush(): void {
    if (this.#length === 0) return;
    const gathered = this.#gathered.subarray(0, this.#length);
    this.#length = 0;
    super.push(gathered);
  }
}
