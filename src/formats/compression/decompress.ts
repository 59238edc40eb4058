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
import { readMozLz4 } from './moz-lz4.js';

/** A compression, by its name in HTTP, or that of Firefox, which HTTP does not know. */
export type Compression = StreamCompression | 'mozlz4';

/** A compression that Node.js undoes. */
type StreamCompression = 'gzip' | 'deflate' | 'br' | 'zstd';

// The default maximum of the zstd program, 128 MB, as a power of two.
const fileWindow = 27;

// Each costs a turn of the event loop.
const chunkSize = 1 << 16;

const decompressors: Readonly<Record<StreamCompression, (zstdWindow: number) => Decompressor>> = {
  gzip: () => createGunzip({ chunkSize }),
  deflate: () => createInflate({ chunkSize }),
  br: () => createBrotliDecompress({ chunkSize }),
  zstd: (window) =>
    createZstdDecompress({ chunkSize, params: { [constants.ZSTD_d_windowLogMax]: window } }),
};

/**
 * Decompresses an input if its first bytes show that it is compressed with gzip, zstd or as Firefox does, and passes on any
 * other. An input compressed in several parts is decompressed to the end of the last one.
 *
 * Throws an `InputError` with the byte at which the compressed input is cut off or corrupt. Before it,
 * everything that can be decompressed is yielded.
 */
export async function* decompress(input: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const started = await peekStream(input, ({ length }) => length >= signatureBytes);
  const compression = detectCompression(started.start);
  yield* compression === undefined ? started.input : decompressAs(compression, started.input);
}

/**
 * Like {@link decompress}, for bytes whose compression is known.
 *
 * @param zstdWindow the maximum window of zstd, as a power of two
 * @param onPart called when the decompression of a part begins
 */
export function decompressAs(
  compression: Compression,
  input: AsyncIterable<Uint8Array>,
  zstdWindow = fileWindow,
  onPart = () => {},
): AsyncGenerator<Uint8Array> {
  if (compression === 'mozlz4') return readMozLz4(input);
  return decompressWith(input, compression, () => {
    onPart();
    return decompressors[compression](zstdWindow);
  });
}
