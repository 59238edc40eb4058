import type { IncomingMessage } from 'node:http';
import { RequestError } from '../../../errors/request-error.js';
import type { Compression } from '../../../formats/compression/decompress.js';
import {
  detectCompression,
  signatureBytes,
} from '../../../formats/compression/detect-compression.js';
import { peekStream } from '../../../formats/peek-stream.js';
import type { MemoryReservation } from '../../../http/bodies/body-memory.js';
import {
  decompressBody,
  estimateDecompressionMemory,
} from '../../../http/bodies/decompress-body.js';
import { type BodyTimeouts, readBody } from '../../../http/bodies/read-body.js';
import { type ReadOptions, readRows } from '../../../imports/rows/read-rows.js';
import type { RowBatch } from '../../../imports/rows/row-batch.js';

// What Node.js reads ahead, and the chunk that is being processed. The rest stays with the client.
const maxBufferedBytes = 160 * 1024;

/** The memory, in bytes, that a body holds while it is not read. */
export function estimateUnreadMemory({ headers }: IncomingMessage): number {
  return Math.min(maxBufferedBytes, Number(headers['content-length'] ?? maxBufferedBytes));
}

// No row is longer.
const maxRowBytes = 16 * 1024 * 1024;

/** How the rows of a body are read. */
export interface BulkRowsOptions extends ReadOptions {
  readonly compression: Compression | undefined;
  readonly timeouts: BodyTimeouts;
  /** Is kept at what the body holds at any time. */
  readonly reservation: MemoryReservation;
  /** The maximum size of the body, decompressed, in megabytes of 2^20 bytes. */
  readonly maxMegabytes: number;
}

/**
 * Decompresses and reads the rows of a body, with backpressure.
 *
 * Throws `REQUEST_TIMEOUT`, `BODY_TOO_LARGE`, `SERVICE_BUSY`, and an `InputError` when the body cannot be
 * decompressed or read.
 */
export async function* readBulkRows(
  raw: IncomingMessage,
  { compression, timeouts, reservation, maxMegabytes, ...options }: BulkRowsOptions,
): AsyncGenerator<RowBatch> {
  const buffered = estimateUnreadMemory(raw);
  let bytesRead = 0;
  let bytesDone = 0;
  async function* counted() {
    const { start, input: sent } = await peekStream(
      readBody(raw, timeouts),
      ({ length }) => compression !== undefined || length >= signatureBytes,
    );
    // A compressed file that is sent as it is, without the header.
    const found = compression ?? detectCompression(start);
    for await (const chunk of found ? decompressBody(sent, found) : sent) {
      bytesRead += chunk.length;
      if (bytesRead > maxMegabytes * 1024 * 1024) throw bodyTooLarge(maxMegabytes);
      const unfinished = Math.min(bytesRead - bytesDone, maxRowBytes);
      const decompression = estimateDecompressionMemory(found, bytesRead);
      reservation.resize(buffered + decompression + unfinished);
      yield chunk;
    }
  }
  for await (const batch of readRows(counted(), options)) {
    // Of the input in UTF-8, which may be longer than the body.
    bytesDone = Math.min(batch.bytes, bytesRead);
    yield batch;
  }
}

const bodyTooLarge = (maxMegabytes: number) =>
  new RequestError(
    'BODY_TOO_LARGE',
    `The request body is over ${maxMegabytes} MB uncompressed, the maximum (BULK_MEGABYTES); send the remaining rows in further requests, each with its own idempotency key.`,
  );
