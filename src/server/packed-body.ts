import { Readable, type Transform } from 'node:stream';
import type { FastifyReply, FastifyRequest, RequestPayload } from 'fastify';
import { RequestError } from '../errors.js';
import { makeUnpacker, type Packing } from '../imports/rows/unpack.js';
import { maxBodyBytes } from './http-errors.js';

/**
 * The memory that zstd may ask for, as a power of two: a sender can have up to 128 MB reserved for one
 * stream; this is what every receiver must allow (RFC 9659).
 */
export const zstdWindow = 23;

const packings: Readonly<Record<string, Packing>> = {
  gzip: 'gzip',
  'x-gzip': 'gzip',
  deflate: 'deflate',
  br: 'br',
  zstd: 'zstd',
};

const accepted = 'gzip, deflate, br, zstd';

/**
 * How the body of a request is packed (`Content-Encoding`); undefined where it is not.
 * Throws `UNSUPPORTED_MEDIA_TYPE` for a packing that is not known.
 */
export function packingOf({ headers }: FastifyRequest, reply: FastifyReply): Packing | undefined {
  const encoding = headers['content-encoding']?.trim().toLowerCase();
  if (!encoding || encoding === 'identity') return undefined;
  if (Object.hasOwn(packings, encoding)) return packings[encoding];
  reply.header('accept-encoding', accepted);
  throw new RequestError(
    'UNSUPPORTED_MEDIA_TYPE',
    `The body is packed as "${encoding}"; send it as it is, or packed in one of these ways: ${accepted}.`,
  );
}

/**
 * The body of a request as it was before it was packed (`Content-Encoding`). Reading it ends in
 * `BODY_TOO_LARGE` as soon as more came out than is allowed, however little was sent.
 * Throws `UNSUPPORTED_MEDIA_TYPE` for a packing that is not known.
 */
export function unpackedBody(
  request: FastifyRequest,
  reply: FastifyReply,
  payload: RequestPayload,
): RequestPayload {
  const packing = packingOf(request, reply);
  if (packing === undefined) return payload;
  const unpacker = makeUnpacker(packing, zstdWindow);
  // Not by pipeline(), which would close the connection on which the refusal is sent.
  payload.pipe(unpacker);
  payload.once('close', () => {
    if (!payload.readableEnded) unpacker.destroy();
  });
  const unpacked: RequestPayload = Readable.from(limited(unpacker, packing));
  // Fastify compares it with the announced length, as Node.js did already.
  unpacked.receivedEncodedLength = Number(request.headers['content-length'] ?? 0);
  return unpacked;
}

async function* limited(unpacker: Transform, packing: Packing): AsyncGenerator<Buffer> {
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
      `The body cannot be unpacked as "${packing}", though its header Content-Encoding says so.`,
    );
  }
  if (bytes > maxBodyBytes) {
    throw new RequestError(
      'BODY_TOO_LARGE',
      `The body has over ${maxBodyBytes} bytes when it is unpacked, the most that is read. Nothing was stored.`,
    );
  }
}
