import type { Readable } from 'node:stream';
import { RequestError } from '../errors.js';
import { type Packing, unpackedAs } from '../imports/rows/unpack.js';
import { zstdWindow } from './packed-body.js';

/**
 * The body of a request as it was before it was packed, as fast as it is asked for. The connection
 * stays open when it is not read to its end, so that the client hears why.
 *
 * Throws `REQUEST_TIMEOUT` when nothing of it comes for so many seconds while it is asked for, and an
 * `InputError` when it cannot be unpacked.
 */
export function bulkBody(
  body: Readable,
  packing: Packing | undefined,
  seconds: number,
): AsyncIterable<Uint8Array> {
  const arriving = withoutSilence(body, seconds);
  return packing === undefined ? arriving : unpackedAs(packing, arriving, zstdWindow);
}

/** The body as it is. Throws `BODY_TOO_LARGE` instead of what comes after so many megabytes of it. */
export async function* withinMegabytes(
  body: AsyncIterable<Uint8Array>,
  most: number,
): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const piece of body) {
    bytes += piece.length;
    if (bytes > most * 1024 * 1024) {
      throw new RequestError(
        'BODY_TOO_LARGE',
        `The body is larger than ${most} MB uncompressed, the most that one request may have (BULK_MEGABYTES); send the rows that are not done in further requests, each with a key of its own.`,
      );
    }
    yield piece;
  }
}

async function* withoutSilence(body: Readable, seconds: number): AsyncGenerator<Uint8Array> {
  const pieces = body.iterator({ destroyOnReturn: false });
  try {
    for (;;) {
      const { done, value } = await within(seconds, pieces.next());
      if (done) return;
      yield value;
    }
  } finally {
    // After a silence it would wait for the piece that does not come.
    pieces.return?.().catch(() => {});
  }
}

function within<Value>(seconds: number, work: Promise<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    const fail = () =>
      reject(
        new RequestError(
          'REQUEST_TIMEOUT',
          `Nothing more of the body came for ${seconds} seconds, and it is not complete.`,
        ),
      );
    // What came while this process was busy is read first.
    const timer = setTimeout(() => setImmediate(fail), seconds * 1000);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
