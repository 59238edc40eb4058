import type { IncomingMessage } from 'node:http';
import { RequestError } from '../../../errors/request-error.js';
import type { Compression } from '../../../formats/compression/decompress.js';
import type { MemoryReservation } from '../../../http/bodies/body-memory.js';
import {
  decompressBody,
  estimateDecompressionMemory,
} from '../../../http/bodies/decompress-body.js';
import { type BodyTimeouts, readBody } from '../../../http/bodies/read-body.js';
import { type ReadOptions, readRows } from '../../../imports/rows/read-rows.js';
import type { RowBatch } from '../../../imports/rows/row-batch.js';

// What Node.js reads ahead, and a piece that is being read. The rest stays with the client.
const mostAhead = 160 * 1024;

/** The memory, in bytes, of a body that is not read at the moment. */
export function estimateUnreadMemory({ headers }: IncomingMessage): number {
  return Math.min(mostAhead, Number(headers['content-length'] ?? mostAhead));
}

// No row is longer.
const mostUnfinished = 16 * 1024 * 1024;

/** How the rows of a body are read. */
export interface BulkRowsOptions extends ReadOptions {
  readonly compression: Compression | undefined;
  readonly timeouts: BodyTimeouts;
  /** Hears how much of the body is held at any time. */
  readonly held: MemoryReservation;
  /** How much the body may have, uncompressed, in megabytes of 2^20 bytes. */
  readonly maxMegabytes: number;
}

/**
 * The rows of a body, unpacked and read as fast as they are asked for.
 *
 * Throws `REQUEST_TIMEOUT`, `BODY_TOO_LARGE`, `SERVICE_BUSY`, and an `InputError` where the body cannot be
 * unpacked or read.
 */
export async function* readBulkRows(
  raw: IncomingMessage,
  {
    compression: packing,
    timeouts: pace,
    held,
    maxMegabytes: mostMegabytes,
    ...options
  }: BulkRowsOptions,
): AsyncGenerator<RowBatch> {
  const ahead = estimateUnreadMemory(raw);
  let read = 0;
  let done = 0;
  async function* counted() {
    const arriving = readBody(raw, pace);
    for await (const bytes of packing ? decompressBody(arriving, packing) : arriving) {
      read += bytes.length;
      if (read > mostMegabytes * 1024 * 1024) throw tooManyMegabytes(mostMegabytes);
      const unfinished = Math.min(read - done, mostUnfinished);
      held.set(ahead + estimateDecompressionMemory(packing, read) + unfinished);
      yield bytes;
    }
  }
  for await (const batch of readRows(counted(), options)) {
    done = batch.bytes;
    yield batch;
  }
}

const tooManyMegabytes = (most: number) =>
  new RequestError(
    'BODY_TOO_LARGE',
    `The body is larger than ${most} MB uncompressed, the most that one request may have (BULK_MEGABYTES); send the rows that are not done in further requests, each with a key of its own.`,
  );
