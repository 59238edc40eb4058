import type { IncomingMessage } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { errorCodes, RequestError } from '../errors.js';
import { type ImportState, RowsChanged } from '../imports/import-target.js';
import { InputError } from '../imports/rows/input-error.js';
import type { BulkParameters } from './bulk-parameters.js';
import { bulkCounts } from './bulk-reply.js';
import type { BulkOptions } from './bulk-route.js';
import { errorBody } from './http-errors.js';

/** A request, and how it is answered. */
export interface BulkExchange {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly options: BulkOptions;
  readonly parameters: BulkParameters;
}

/**
 * Answers why an import came to no end, what is done of it, and how it goes on. Throws what is a fault
 * of the service.
 *
 * @param state what is done, where the import had begun
 */
export function refuseBulk(
  error: unknown,
  state: ImportState | undefined,
  { request, reply, options, parameters }: BulkExchange,
): FastifyReply {
  const { raw } = request;
  if (raw.destroyed && !raw.complete) {
    // The client has left, and nobody is there to hear of it.
    return reply.hijack();
  }
  passOver(raw, options.silenceSeconds);
  const refusal = refusalFor(error, options, parameters);
  if (refusal === undefined) throw error;
  if (refusal.code === 'REQUEST_TIMEOUT') reply.header('connection', 'close');
  const { code, extensions } = refusal;
  const isForeign = code === 'IDEMPOTENCY_KEY_REUSED';
  const message = isForeign ? refusal.message : `${refusal.message} ${outcome(state, parameters)}`;
  const counts = isForeign || !state?.received ? {} : bulkCounts(state);
  return reply
    .code(errorCodes[code].status)
    .send({ ...errorBody(request.url, { message, extensions }), ...counts });
}

function refusalFor(
  error: unknown,
  { explained }: BulkOptions,
  { idempotencyKey }: BulkParameters,
): RequestError | undefined {
  if (error instanceof InputError) return new RequestError('BAD_REQUEST', error.message);
  if (error instanceof RequestError) return error;
  if (!(error instanceof RowsChanged)) return explained(error);
  return new RequestError(
    'IDEMPOTENCY_KEY_REUSED',
    `The idempotency key "${idempotencyKey}" was used for an import of other rows; a new import needs a new key.`,
    'Idempotency-Key',
  );
}

function outcome(
  state: ImportState | undefined,
  { dryRun, idempotencyKey }: BulkParameters,
): string {
  if (dryRun || !state?.received) return 'Nothing was stored.';
  const { received, inserted, duplicates, rejected } = state;
  const done = `Of its rows, the first ${received} are done: ${inserted} inserted, ${duplicates} duplicates, ${rejected} rejected.`;
  return idempotencyKey === undefined
    ? `${done} Sent again, those that are stored count as duplicates.`
    : `${done} The same rows sent again with the same Idempotency-Key go on from there.`;
}

/**
 * Reads the rest of a body and forgets it: a connection that is closed while the client still sends
 * may end before the client has read why. Who goes on sending for too long has no such excuse.
 */
function passOver(raw: IncomingMessage, seconds: number): void {
  if (raw.complete) return;
  raw.on('error', () => {}).resume();
  const timer = setTimeout(() => raw.destroy(), seconds * 1000);
  timer.unref();
  raw.once('close', () => clearTimeout(timer));
}
