import type { FastifyReply, FastifyRequest } from 'fastify';
import { AbandonedError } from '../../../concurrency/waiter.js';
import { isCommitUnknown } from '../../../database/statement-timeout.js';
import { InputError } from '../../../errors/input-error.js';
import { maskError } from '../../../errors/mask-error.js';
import { errorCodes, RequestError } from '../../../errors/request-error.js';
import { drainBody } from '../../../http/bodies/drain-body.js';
import { retryAfterSeconds } from '../../../http/server-bounds.js';
import { type ColumnMap, formatColumnMap } from '../../../imports/rows/column-map.js';
import { MissingColumnError } from '../../../imports/rows/missing-column-error.js';
import { type ImportState, RowsChanged } from '../../../imports/targets/import-target.js';
import { restErrorFormat } from '../rest-error-format.js';
import type { BulkParameters } from './bulk-parameters.js';
import { toBulkCounts } from './bulk-reply.js';
import type { BulkOptions } from './bulk-route.js';

/** A request, and how it is answered. */
export interface BulkExchange {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly options: BulkOptions;
  readonly parameters: BulkParameters;
}

/**
 * Answers why an import came to no end, what is done of it, and how it goes on. Of a fault of the
 * service the client gets the id under which it is logged.
 *
 * @param state what is done, where the import had begun
 */
export function replyBulkError(
  error: unknown,
  state: ImportState | undefined,
  { request, reply, options, parameters }: BulkExchange,
): FastifyReply {
  const { raw } = request;
  if ((raw.destroyed && !raw.complete) || error instanceof AbandonedError) {
    // Nobody is there to hear of it.
    request.log.debug({ reqId: request.id }, 'A client left before its import was done.');
    return reply.hijack();
  }
  drainBody(raw, options.timeouts.idleSeconds);
  const refusal = refusalFor(error, options, parameters);
  const code = refusal?.code ?? 'INTERNAL_SERVER_ERROR';
  if (code === 'REQUEST_TIMEOUT') reply.header('connection', 'close');
  if (code === 'SERVICE_BUSY') reply.header('retry-after', retryAfterSeconds);
  const { message: why, extensions = {} } = refusal ?? maskError(error, request.log);
  const isForeign = code === 'IDEMPOTENCY_KEY_REUSED';
  const done = isForeign ? nothingOf(state) : outcome(error, state, parameters);
  return reply.code(errorCodes[code].status).send({
    ...restErrorFormat.toBody({ message: `${why} ${done}`.trimEnd(), extensions }),
    // Those of another import would be taken for the request's own.
    ...(isForeign || !state?.received ? {} : toBulkCounts(state)),
  });
}

function refusalFor(
  error: unknown,
  { toClientError: explained }: BulkOptions,
  { idempotencyKey }: BulkParameters,
): RequestError | undefined {
  if (error instanceof MissingColumnError) {
    const advice = error.advice('the parameter map', addParameter);
    return new RequestError('COLUMN_MISSING', `${error.message} ${advice}`);
  }
  if (error instanceof InputError) return new RequestError('BAD_REQUEST', error.message);
  if (error instanceof RequestError) return error;
  if (!(error instanceof RowsChanged)) return explained(error);
  return new RequestError(
    'IDEMPOTENCY_KEY_REUSED',
    `The idempotency key "${idempotencyKey}" was used for another import: other rows, source, dateOrder, zones, map or safe; a new import needs a new key.`,
    'Idempotency-Key',
  );
}

/** How a map is given in the query of an address. */
function addParameter(map: ColumnMap): string {
  const text = encodeURIComponent(formatColumnMap(map))
    .replaceAll('%3D', '=')
    .replaceAll('%2C', ',');
  return `add map=${text} to the query`;
}

/** Of rows that begin like those of the import, this request may have stored some itself. */
const nothingOf = (state: ImportState | undefined) =>
  state?.received ? 'No more was stored.' : 'Nothing was stored.';

function outcome(
  error: unknown,
  state: ImportState | undefined,
  { dryRun, idempotencyKey }: BulkParameters,
): string {
  if (dryRun) return 'Nothing was stored.';
  if (!state?.received) {
    // The error says so itself.
    if (isCommitUnknown(error)) return '';
    // With the key, rows may have been stored before.
    return idempotencyKey === undefined
      ? 'Nothing was stored.'
      : 'Nothing of this request was stored.';
  }
  const { received, inserted, duplicates, rejected } = state;
  const done = `Of its rows, the first ${received} are done: ${inserted} inserted, ${duplicates} duplicates, ${rejected} rejected.`;
  // Sent again, it would be as large.
  if (error instanceof RequestError && error.code === 'BODY_TOO_LARGE') return done;
  return idempotencyKey === undefined
    ? `${done} Sent again, those that are stored count as duplicates.`
    : `${done} The same rows sent again with the same Idempotency-Key go on from there.`;
}
