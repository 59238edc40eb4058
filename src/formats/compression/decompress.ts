import {
  constants,
  createBrotliDecompress,
  createGunzip,
  createInflate,
  createZstdDecompress,
} from 'node:zlib';
import { peekStream } from '../peek-stream.js';
import { type Decompressor, decompressWith } from './decompressor.js';
import { detectCompression, signatureBytes } from './detect-compression.js';

/** A way of packing bytes, by the name that it has in HTTP. */
export type Compression = 'gzip' | 'deflate' | 'br' | 'zstd';

// What the zstd program asks for by itself, 128 MB, as a power of two.
const fileWindow = 27;

// Each costs a turn of the event loop.
const chunkSize = 1 << 16;

const unpackers: Readonly<Record<Compression, (zstdWindow: number) => Decompressor>> = {
  gzip: () => createGunzip({ chunkSize }),
  deflate: () => createInflate({ chunkSize }),
  br: () => createBrotliDecompress({ chunkSize }),
  zstd: (window) =>
    createZstdDecompress({ chunkSize, params: { [constants.ZSTD_d_windowLogMax]: window } }),
};

/**
 * The bytes as they were before they were packed by gzip or zstd, which their first bytes tell; else
 * as they are. What was packed in several parts is unpacked to the end of the last one.
 *
 * Throws an `InputError` that says at which byte what is packed is cut off or broken. Before one that
 * is cut off, all that can be unpacked is given.
 */
export async function* decompress(input: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const started = await peekStream(input, ({ length }) => length >= signatureBytes);
  const packing = detectCompression(started.start);
  yield* packing === undefined ? started.input : decompressAs(packing, started.input);
}

/**
 * Like {@link decompress}, for bytes of which somebody said how they are packed.
 *
 * @param zstdWindow how much memory zstd may ask for, as a power of two
 */
export function decompressAs(
  packing: Compression,
  input: AsyncIterable<Uint8Array>,
  zstdWindow = fileWindow,
): AsyncGenerator<Uint8Array> {
  return decompressWith(input, packing, () => createDecompressor(packing, zstdWindow));
}

/** A stream that unpacks one part. */
export function createDecompressor(packing: Compression, zstdWindow: number): Decompressor {
  return unpackers[packing](zstdWindow);
}
