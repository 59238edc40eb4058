/** The first bytes of an input, and the whole input, these bytes included. */
export interface PeekedStream {
  readonly start: Buffer;
  readonly input: AsyncIterable<Uint8Array>;
}

/** Reads an input until the start is long enough, or to its end. An error meanwhile is thrown when the result is read. */
export async function peekStream(
  input: AsyncIterable<Uint8Array>,
  isEnough: (start: Buffer) => boolean,
): Promise<PeekedStream> {
  const rest = input[Symbol.asyncIterator]();
  let start: Buffer = Buffer.alloc(0);
  let end: (() => void) | undefined;
  while (end === undefined && !isEnough(start)) {
    try {
      const { done, value } = await rest.next();
      if (done) end = () => {};
      else start = start.length === 0 ? toBuffer(value) : Buffer.concat([start, value]);
    } catch (error) {
      end = () => {
        throw error;
      };
    }
  }
  return { start, input: joinStream(start, rest, end) };
}

const toBuffer = ({ buffer, byteOffset, byteLength }: Uint8Array): Buffer =>
  Buffer.from(buffer, byteOffset, byteLength);

async function* joinStream(
  start: Buffer,
  rest: AsyncIterator<Uint8Array>,
  end: (() => void) | undefined,
): AsyncGenerator<Uint8Array> {
  try {
    if (start.length > 0) yield start;
    if (end) return end();
    for (;;) {
      const { done, value } = await rest.next();
      if (done) return;
      yield value;
    }
  } finally {
    await rest.return?.();
  }
}
