import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { RequestError } from '../../../errors/request-error.js';
import {
  type FileFormat,
  fileFormats,
  formatForMediaType,
  listMediaTypes,
} from '../../../formats/file-format.js';
import type { AdmissionQueue } from '../../../http/admission-queue.js';
import type { BodyMemory } from '../../../http/bodies/body-memory.js';
import { readContentEncoding } from '../../../http/bodies/decompress-body.js';
import type { BodyTimeouts } from '../../../http/bodies/read-body.js';
import { unsupportedContentType } from '../../../http/bodies/unsupported-content-type.js';
import { startStreamedReply } from '../../../http/replies/streamed-reply.js';
import { maxItems } from '../../../imports/max-items.js';
import type { RowBatch } from '../../../imports/rows/row-batch.js';
import { importRows } from '../../../imports/run/import-rows.js';
import type { ImportState, ImportTarget } from '../../../imports/targets/import-target.js';
import { replyBulkError } from './bulk-error-reply.js';
import { type BulkParameters, parseBulkParameters } from './bulk-parameters.js';
import { writeBulkReply } from './bulk-reply.js';
import { estimateUnreadMemory, readBulkRows } from './bulk-rows.js';

/** What imports of REST need. */
export interface BulkOptions {
  /** Where the rows of a request go. */
  readonly createTarget: (
    request: FastifyRequest,
    parameters: BulkParameters,
  ) => Promise<ImportTarget>;
  /** The error that a client gets for a fault, where it is one of the database; else undefined. */
  readonly toClientError: (error: unknown) => RequestError | undefined;
  /** How slowly a body may come. */
  readonly timeouts: BodyTimeouts;
  /** The memory that bodies may take. */
  readonly memory: BodyMemory;
  /** By which imports are done; dry runs take no turn. */
  readonly queue: AdmissionQueue;
  /** How much a body may have, uncompressed, in megabytes of 2^20 bytes. */
  readonly maxMegabytes: number;
  /** Whether the service is about to end. */
  readonly stopping: () => boolean;
}

/**
 * `POST /v1/bulk`: imports the rows of a body of any size, in any format in which files are imported.
 * It is no GraphQL operation, as none takes a stream. Rows are read as fast as they are stored.
 */
export function registerBulkRoute(app: FastifyInstance, options: BulkOptions): void {
  // Its content types are nobody else's; which ones they are is seen to below.
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, body, done) => done(null, body));
    scope.post('/v1/bulk', { config: { isStreamed: true } }, (request, reply) =>
      answer(request, reply, options),
    );
  });
}

function formatOf(request: FastifyRequest): FileFormat {
  const format = formatForMediaType(request.headers['content-type'] ?? '');
  if (format !== undefined) return format;
  throw unsupportedContentType(request, `one of ${fileFormats.flatMap(listMediaTypes).join(', ')}`);
}

async function answer(request: FastifyRequest, reply: FastifyReply, options: BulkOptions) {
  const format = formatOf(request);
  const parameters = parseBulkParameters(request, format);
  const packing = readContentEncoding(request, reply);
  const { memory, queue: turns, timeouts: pace, maxMegabytes: mostMegabytes, stopping } = options;
  const held = memory.open();
  reply.raw.once('close', () => held.set(0));
  let target: ImportTarget | undefined;
  let state: ImportState | undefined;
  try {
    held.set(estimateUnreadMemory(request.raw));
    const turn = parameters.dryRun ? undefined : await turns.acquire(reply);
    target = await options.createTarget(request, parameters);
    const rows = readBulkRows(request.raw, {
      format,
      map: parameters.map,
      safeCsv: parameters.safe,
      compression: packing,
      timeouts: pace,
      held,
      maxMegabytes: mostMegabytes,
    });
    const imported = await importRows(untilStopped(rows, stopping), target, {
      onProgress: (progress) => {
        state = progress.state;
      },
    });
    // Who takes the answer slowly keeps nobody waiting.
    turn?.end();
    const text = closing(writeBulkReply(imported, target.rejections()), target);
    // Most faults come with the first rejections, and are answered as those of any other request.
    const start = [await text.next(), await text.next()].map(({ value }) => value ?? '').join('');
    reply.type('application/json; charset=utf-8');
    return reply.send(startStreamedReply(start, text, request, reply));
  } catch (error) {
    await target?.close();
    return replyBulkError(error, state, { request, reply, options, parameters });
  }
}

/** The rows; of an import that is too large for one chunk, as long as there is time to store them. */
async function* untilStopped(
  rows: AsyncIterable<RowBatch>,
  stopping: () => boolean,
): AsyncGenerator<RowBatch> {
  let count = 0;
  for await (const batch of rows) {
    count += batch.items.length;
    if (count > maxItems && stopping()) {
      throw new RequestError(
        'SERVICE_STOPPING',
        'The service is stopping, and takes no more rows.',
      );
    }
    yield batch;
  }
}

async function* closing(text: AsyncIterable<string>, target: ImportTarget): AsyncGenerator<string> {
  try {
    yield* text;
  } finally {
    await target.close();
  }
}
