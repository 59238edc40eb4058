import { Readable, type Transform } from 'node:stream';
import {
  constants,
  createBrotliDecompress,
  createGunzip,
  createInflate,
  createZstdDecompress,
} from 'node:zlib';
import type { FastifyReply, FastifyRequest, RequestPayload } from 'fastify';
import { RequestError } from '../errors.js';
import { maxBodyBytes } from './http-errors.js';

// A sender can have up to 128 MB reserved for one stream; this is what every receiver must allow
// (RFC 9659).
const zstdWindow = { [constants.ZSTD_d_windowLogMax]: 23 };

const unpackers: Readonly<Record<string, () => Transform>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
  zstd: () => createZstdDecompress({ params: zstdWindow }),
};

const accepted = 'gzip, deflate, br, zstd';

/**
 * The body of a request as it was before it was packed (`Content-Encoding`). Reading it ends in
 * `BODY_TOO_LARGE` as soon as more came out than is allowed, however little was sent.
 * Throws `UNSUPPORTED_MEDIA_TYPE` for a packing that is not known.
 */
export function unpackedBody(
  { headers }: FastifyRequest,
  reply: FastifyReply,
  payload: RequestPayload,
): RequestPayload {
  const encoding = headers['content-encoding']?.trim().toLowerCase();
  if (!encoding || encoding === 'identity') return payload;
  if (!Object.hasOwn(unpackers, encoding)) {
    reply.header('accept-encoding', accepted);
    throw new RequestError(
      'UNSUPPORTED_MEDIA_TYPE',
      `The body is packed as "${encoding}"; send it as it is, or packed in one of these ways: ${accepted}.`,
    );
  }
  const unpacker = (unpackers[encoding] as () => Transform)();
  // Not by pipeline(), which would close the connection on which the refusal is sent.
  payload.pipe(unpacker);
  payload.once('close', () => {
    if (!payload.readableEnded) unpacker.destroy();
  });
  const unpacked: RequestPayload = Readable.from(limited(unpacker, encoding));
  // Fastify compares it with the announced length, as Node.js did already.
  unpacked.receivedEncodedLength = Number(headers['content-length'] ?? 0);
  return unpacked;
}

async function* limited(unpacker: Transform, encoding: string): AsyncGenerator<Buffer> {
  let bytes = 0;
  try {
    for await (const chunk of unpacker as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > maxBodyBytes) break;
      yield chunk;
    }
  } catch {
    throw new RequestError(
      'BAD_REQUEST',
      `The body cannot be unpacked as "${encoding}", though its header Content-Encoding says so.`,
    );
  }
  if (bytes > maxBodyBytes) {
    throw new RequestError(
      'BODY_TOO_LARGE',
      `The body has over ${maxBodyBytes} bytes when it is unpacked, the most that is read. Nothing was stored.`,
    );
  }
}
