import { IncomingMessage } from 'node:http';

const smallBytes = 1024;
// Nearly all bodies have fewer chunks, and are left as they come.
const maxSmallChunks = 16;
const empty = Buffer.alloc(0);

/**
 * A request that merges the small chunks of its body until they are read. A client can send chunks of
 * one byte, each of which would take hundreds of bytes of memory.
 */
export class CoalescingMessage extends IncomingMessage {
  #smallChunks = 0;
  #pending: Buffer = empty;
  #length = 0;

  override push(chunk: Buffer | null, encoding?: BufferEncoding): boolean {
    const isSmall = chunk !== null && chunk.length < smallBytes;
    if (isSmall) this.#smallChunks += 1;
    if (!isSmall || this.#smallChunks <= maxSmallChunks) {
      this.#flush();
      return super.push(chunk, encoding);
    }
    if (this.#length + chunk.length > smallBytes) this.#flush();
    if (this.#length === 0) {
      this.#pending = Buffer.allocUnsafe(smallBytes);
      // Chunks that arrive together are read together, and nothing waits longer for them.
      process.nextTick(() => this.#flush());
    }
    this.#length += chunk.copy(this.#pending, this.#length);
    return this.readableLength + this.#length < this.readableHighWaterMark;
  }

  #flush(): void {
    if (this.#length === 0) return;
    const merged = this.#pending.subarray(0, this.#length);
    this.#length = 0;
    super.push(merged);
  }
}
