import type { FastifyReply, FastifyRequest } from 'fastify';
import { RequestError } from '../../errors/request-error.js';
import { type Compression, decompressAs } from '../../formats/compression/decompress.js';

/**
 * The largest window of zstd, as a power of two: a sender can have up to 128 MB reserved for one
 * stream; this is what every receiver must allow (RFC 9659).
 */
const zstdWindowLog = 23;

// By RFC 7932.
const maxBrotliWindowLog = 24;

const compressions: Readonly<Record<string, Compression>> = {
  gzip: 'gzip',
  'x-gzip': 'gzip',
  deflate: 'deflate',
  br: 'br',
  zstd: 'zstd',
};

const accepted = 'gzip, deflate, br, zstd';

const maxRatio = 100;
const minBoundedBytes = 1024 * 1024;

/** Whether a body exceeds the maximum compression ratio of a request body. */
export const exceedsCompressionRatio = (decompressed: number, compressed: number): boolean =>
  decompressed > minBoundedBytes && decompressed > maxRatio * compressed;

// Starting another gzip member or zstd frame takes as long as decompressing some kilobytes.
const maxSmallMembers = 100;
const smallMemberBytes = 4 * 1024;

/**
 * How the body of a request is compressed (`Content-Encoding`); undefined where it is not.
 * Throws `UNSUPPORTED_MEDIA_TYPE` for an unknown encoding.
 */
export function readContentEncoding(
  { headers }: FastifyRequest,
  reply: FastifyReply,
): Compression | undefined {
  const encoding = headers['content-encoding']?.trim().toLowerCase();
  if (!encoding || encoding === 'identity') return undefined;
  if (Object.hasOwn(compressions, encoding)) return compressions[encoding];
  reply.header('accept-encoding', accepted);
  throw new RequestError(
    'UNSUPPORTED_MEDIA_TYPE',
    `The Content-Encoding is "${encoding}"; send the body uncompressed, or with one of: ${accepted}.`,
  );
}

// The memory that any decompressor takes.
const decompressorBytes = 32 * 1024;

/** The memory, in bytes, that decompressing a body takes after that many decompressed bytes. */
export function estimateDecompressionMemory(
  compression: Compression | undefined,
  decompressed: number,
): number {
  switch (compression) {
    case undefined:
      return 0;
    case 'br':
      // It may fill its whole window before there is any output.
      return decompressorBytes + 2 ** maxBrotliWindowLog;
    case 'zstd':
      return decompressorBytes + Math.min(decompressed, 2 ** zstdWindowLog);
    case 'mozlz4':
      // A buffer of two windows, and what was passed on of it.
      return decompressorBytes + 4 * 2 ** 16;
    default:
      return decompressorBytes;
  }
}

/**
 * Decompresses a body, with backpressure. Throws an `InputError` when it cannot be decompressed, and
 * `BODY_TOO_LARGE` when it grows so much that it may be a decompression bomb: even rows that differ in
 * little more than their numbers rarely compress that well.
 */
export async function* decompressBody(
  body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  compression: Compression,
): AsyncGenerator<Uint8Array> {
  let bytesIn = 0;
  let bytesOut = 0;
  let members = 0;
  async function* counted() {
    for await (const chunk of body) {
      bytesIn += chunk.length;
      yield chunk;
    }
  }
  const decompressed = decompressAs(compression, counted(), zstdWindowLog, () => {
    members += 1;
    if (members > maxSmallMembers && bytesIn < members * smallMemberBytes) throw tooManyMembers();
  });
  for await (const chunk of decompressed) {
    bytesOut += chunk.length;
    if (exceedsCompressionRatio(bytesOut, bytesIn)) throw ratioTooHigh();
    yield chunk;
  }
}

const ratioTooHigh = () =>
  new RequestError(
    'BODY_TOO_LARGE',
    `The request body is over ${maxRatio} times as large decompressed as compressed, the maximum for bodies over ${minBoundedBytes} bytes; send it without Content-Encoding.`,
  );

const tooManyMembers = () =>
  new RequestError(
    'BAD_REQUEST',
    `The request body consists of over ${maxSmallMembers} separately compressed members of less than ${smallMemberBytes} bytes on average; compress it as a whole.`,
  );
