import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { startImportRecord, subjectOf } from '../../../audit/request-audit.js';
import { RequestError } from '../../../errors/request-error.js';
import { readContentEncoding } from '../../../http/bodies/decompress-body.js';
import { drainBody } from '../../../http/bodies/drain-body.js';
import { jsonContentType } from '../../../http/replies/response-headers.js';
import { startStreamedReply } from '../../../http/replies/streamed-reply.js';
import { maxItems } from '../../../imports/max-items.js';
import { toItemRules } from '../../../imports/options/parse-options.js';
import { type PreviewRow, previewRows } from '../../../imports/preview/preview-rows.js';
import type { RowBatch } from '../../../imports/rows/row-batch.js';
import type { TakenInput } from '../../../imports/rows/taken-input.js';
import { importRows } from '../../../imports/run/import-rows.js';
import type { ImportState, ImportTarget } from '../../../imports/run/import-target.js';
import { requireScope } from '../../../viewer/scopes.js';
import { readBulkContentType } from './bulk-content-type.js';
import { replyBulkError } from './bulk-error-reply.js';
import type { BulkExchange, BulkOptions } from './bulk-options.js';
import { type BulkParameters, parseBulkParameters } from './bulk-parameters.js';
import { writeBulkReply } from './bulk-reply.js';
import { estimateUnreadMemory, readBulkRows } from './bulk-rows.js';

/**
 * `POST /v1/bulk`: imports the rows of a body of any size, in any format in which files are imported.
 * It is not a GraphQL operation, as those take no streams. Rows are read as fast as they are stored
 * (backpressure).
 */
export function registerBulkRoute(app: FastifyInstance, options: BulkOptions): void {
  // In a scope of its own, as it reads other content types than all other routes.
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, body, done) => done(null, body));
    scope.post(
      '/v1/bulk',
      { config: { isStreamed: true, access: requireScope('imports:write') } },
      (request, reply) => importBody(request, reply, options),
    );
  });
}

async function importBody(request: FastifyRequest, reply: FastifyReply, options: BulkOptions) {
  const { named, charset } = readBulkContentType(request);
  const parameters = parseBulkParameters(request, named);
  const compression = readContentEncoding(request, reply);
  const { memory, queue, timeouts, maxMegabytes, isStopping: stopping } = options;
  const chargeRows = options.admitRows(request);
  const record = startImportRecord(options.audit, () => subjectOf(request), parameters.dryRun);
  const reservation = memory.reserve();
  reply.raw.once('close', () => reservation.resize(0));
  let target: ImportTarget | undefined;
  let state: ImportState | undefined;
  let taken: TakenInput | undefined;
  try {
    reservation.resize(estimateUnreadMemory(request.raw));
    const admission = parameters.dryRun ? undefined : await queue.acquire(reply);
    const rows = readBulkRows(request.raw, {
      ...parameters.options,
      ...{ named, charset, compression, timeouts, reservation, maxMegabytes },
      onTaken: (now) => {
        taken = now;
      },
    });
    const charged = chargeBatches(rows, chargeRows);
    if (parameters.preview !== undefined) {
      const preview = await previewBody(charged, parameters, record);
      drainBody(request.raw, timeouts.idleSeconds);
      return reply.type(jsonContentType).send({ ok: true, read: taken, preview });
    }
    target = await options.createTarget(request, parameters);
    const imported = await importRows(stopOnShutdown(charged, stopping), target, {
      html: parameters.options.html,
      onProgress: (progress) => {
        state = progress.state;
      },
    });
    record.succeed(imported);
    // A client that reads the response slowly must not keep others waiting.
    admission?.release();
    const text = closeAfter(writeBulkReply(imported, target.rejections(), taken), target);
    // Most errors come with the first rejections, and are reported as those of any other request.
    const start = [await text.next(), await text.next()].map(({ value }) => value ?? '').join('');
    reply.type(jsonContentType);
    return reply.send(startStreamedReply(start, text, request, reply));
  } catch (error) {
    await target?.close();
    return replyBulkError(error, state, { request, reply, options, parameters, record });
  }
}

/** The first rows of a body as received and as they would be stored. */
async function previewBody(
  rows: AsyncIterable<RowBatch>,
  { options, preview = 0 }: BulkParameters,
  record: BulkExchange['record'],
): Promise<PreviewRow[]> {
  const shown = await previewRows(rows, toItemRules(options), preview);
  const rejected = shown.filter(({ stored }) => stored === null).length;
  const received = shown.length;
  record.succeed({ received, inserted: 0, rejected, replayed: false, importId: null });
  return shown;
}

async function* chargeBatches(
  rows: AsyncIterable<RowBatch>,
  charge: (rows: number) => void,
): AsyncGenerator<RowBatch> {
  for await (const batch of rows) {
    charge(batch.items.length);
    yield batch;
  }
}

/** Yields rows until shutdown begins; those of a small import, of one chunk, to the end. */
async function* stopOnShutdown(
  rows: AsyncIterable<RowBatch>,
  stopping: () => boolean,
): AsyncGenerator<RowBatch> {
  let count = 0;
  for await (const batch of rows) {
    count += batch.items.length;
    if (count > maxItems && stopping()) {
      throw new RequestError(
        'SERVICE_STOPPING',
        'The service is shutting down and accepts no more rows.',
      );
    }
    yield batch;
  }
}

async function* closeAfter(
  text: AsyncIterable<string>,
  target: ImportTarget,
): AsyncGenerator<string> {
  try {
    yield* text;
  } finally {
    await target.close();
  }
}
