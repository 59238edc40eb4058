import type { FastifyReply, FastifyRequest } from 'fastify';
import { RequestError } from '../../errors/request-error.js';
import { type Compression, createDecompressor } from '../../formats/compression/decompress.js';
import { decompressWith } from '../../formats/compression/decompressor.js';

/**
 * The memory that zstd may ask for, as a power of two: a sender can have up to 128 MB reserved for one
 * stream; this is what every receiver must allow (RFC 9659).
 */
const zstdWindow = 23;

// By RFC 7932.
const largestBrotliWindow = 24;

const packings: Readonly<Record<string, Compression>> = {
  gzip: 'gzip',
  'x-gzip': 'gzip',
  deflate: 'deflate',
  br: 'br',
  zstd: 'zstd',
};

const accepted = 'gzip, deflate, br, zstd';

const mostRatio = 100;
const freeBytes = 1024 * 1024;

/** Whether so many bytes are more than may come out of so few. */
export const exceedsCompressionRatio = (unpacked: number, packed: number): boolean =>
  unpacked > freeBytes && unpacked > mostRatio * packed;

// To begin with another part takes as long as to unpack some kilobytes.
const mostSmallParts = 100;
const smallPart = 4 * 1024;

/**
 * How the body of a request is packed (`Content-Encoding`); undefined where it is not.
 * Throws `UNSUPPORTED_MEDIA_TYPE` for a packing that is not known.
 */
export function readContentEncoding(
  { headers }: FastifyRequest,
  reply: FastifyReply,
): Compression | undefined {
  const encoding = headers['content-encoding']?.trim().toLowerCase();
  if (!encoding || encoding === 'identity') return undefined;
  if (Object.hasOwn(packings, encoding)) return packings[encoding];
  reply.header('accept-encoding', accepted);
  throw new RequestError(
    'UNSUPPORTED_MEDIA_TYPE',
    `The body is packed as "${encoding}"; send it as it is, or packed in one of these ways: ${accepted}.`,
  );
}

// What all unpackers take.
const unpackerBytes = 32 * 1024;

/** The memory, in bytes, that it takes to unpack a body of which so many bytes came out so far. */
export function estimateDecompressionMemory(
  packing: Compression | undefined,
  unpacked: number,
): number {
  switch (packing) {
    case undefined:
      return 0;
    case 'br':
      // It may fill all of its window before anything comes out.
      return unpackerBytes + 2 ** largestBrotliWindow;
    case 'zstd':
      return unpackerBytes + Math.min(unpacked, 2 ** zstdWindow);
    default:
      return unpackerBytes;
  }
}

/**
 * A body as it was before it was packed, as fast as it is asked for. Throws an `InputError` when it
 * cannot be unpacked, and `BODY_TOO_LARGE` where so much comes out of so little that it may be meant to
 * do harm: even rows that differ in little more than their numbers rarely shrink that much.
 */
export async function* decompressBody(
  body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  packing: Compression,
): AsyncGenerator<Uint8Array> {
  let taken = 0;
  let given = 0;
  let parts = 0;
  async function* counted() {
    for await (const bytes of body) {
      taken += bytes.length;
      yield bytes;
    }
  }
  const unpacked = decompressWith(counted(), packing, () => {
    parts += 1;
    if (parts > mostSmallParts && taken < parts * smallPart) throw tooManyParts(parts);
    return createDecompressor(packing, zstdWindow);
  });
  for await (const bytes of unpacked) {
    given += bytes.length;
    if (exceedsCompressionRatio(given, taken)) throw tooWellPacked();
    yield bytes;
  }
}

const tooWellPacked = () =>
  new RequestError(
    'BODY_TOO_LARGE',
    `The body is over ${mostRatio} times as large unpacked as it was sent, the most that is taken of bodies over ${freeBytes} bytes; send it as it is, without "Content-Encoding".`,
  );

const tooManyParts = (parts: number) =>
  new RequestError(
    'BAD_REQUEST',
    `The body consists of over ${parts - 1} parts, each packed by itself, of less than ${smallPart} bytes on average; pack it as a whole.`,
  );
