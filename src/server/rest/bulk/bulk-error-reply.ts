import type { FastifyReply } from 'fastify';
import { AbandonedError } from '../../../concurrency/waiter.js';
import { isCommitUnknown } from '../../../database/statement-timeout.js';
import { InputError } from '../../../errors/input-error.js';
import { maskError } from '../../../errors/mask-error.js';
import { errorCodes, RequestError } from '../../../errors/request-error.js';
import { drainBody } from '../../../http/bodies/drain-body.js';
import { retryAfterSeconds } from '../../../http/server-bounds.js';
import type { GivenFileOptions } from '../../../imports/options/parse-options.js';
import { type AdviceStyle, AdvisedError } from '../../../imports/rows/advised-error.js';
import { MissingColumnError } from '../../../imports/rows/missing-column-error.js';
import { type ImportState, RowsChanged } from '../../../imports/run/import-target.js';
import { restErrorFormat } from '../rest-error-format.js';
import type { BulkExchange, BulkOptions } from './bulk-options.js';
import type { BulkParameters } from './bulk-parameters.js';
import { toBulkCounts } from './bulk-reply.js';

/**
 * Reports why an import failed, what was stored of it, and how to resume it. Of an internal error the
 * client gets the id under which it is logged.
 *
 * @param state the progress of the import, if it had begun
 */
export function replyBulkError(
  error: unknown,
  state: ImportState | undefined,
  { request, reply, options, parameters, record }: BulkExchange,
): FastifyReply {
  const { raw } = request;
  if ((raw.destroyed && !raw.complete) || error instanceof AbandonedError) {
    // There is nobody to report it to.
    record.fail(new AbandonedError(), state);
    request.log.debug({ reqId: request.id }, 'A client disconnected before its import was done.');
    return reply.hijack();
  }
  drainBody(raw, options.timeouts.idleSeconds);
  const clientError = toRequestError(error, options, parameters);
  record.fail(clientError ?? error, state);
  const code = clientError?.code ?? 'INTERNAL_SERVER_ERROR';
  if (code === 'REQUEST_TIMEOUT') reply.header('connection', 'close');
  if (code === 'SERVICE_BUSY') reply.header('retry-after', retryAfterSeconds);
  const { message, extensions = {} } = clientError ?? maskError(error, request.log);
  const isOtherImport = code === 'IDEMPOTENCY_KEY_REUSED';
  const outcome = isOtherImport
    ? describeNothingStored(state)
    : describeOutcome(error, state, parameters);
  return reply.code(errorCodes[code].status).send({
    ...restErrorFormat.toBody({ message: `${message} ${outcome}`.trimEnd(), extensions }),
    // The counts of another import would be taken for those of the request.
    ...(isOtherImport || !state?.received ? {} : toBulkCounts(state)),
  });
}

function toRequestError(
  error: unknown,
  { toClientError }: BulkOptions,
  { idempotencyKey }: BulkParameters,
): RequestError | undefined {
  if (error instanceof AdvisedError) {
    const code = error instanceof MissingColumnError ? 'COLUMN_MISSING' : 'BAD_REQUEST';
    return new RequestError(code, `${error.message} ${error.formatAdvice(queryStyle)}`.trimEnd());
  }
  if (error instanceof InputError) return new RequestError('BAD_REQUEST', error.message);
  if (error instanceof RequestError) return error;
  if (!(error instanceof RowsChanged)) return toClientError(error);
  return new RequestError(
    'IDEMPOTENCY_KEY_REUSED',
    `The idempotency key "${idempotencyKey}" was already used for an import with other rows, another source or other options; use a new key for a new import.`,
    'Idempotency-Key',
  );
}

/** How a query string names and gives options. */
const queryStyle: AdviceStyle = {
  nameOf: (name) => `the parameter ${name}`,
  add: (options) => `add ${formatQuery(options)} to the query`,
  importPiped:
    "curl -sS -H 'Content-Type: application/octet-stream' --data-binary @- SERVICE/v1/bulk",
};

const formatQuery = (options: GivenFileOptions) =>
  Object.entries(options)
    .map(([name, value]) => {
      const text = encodeURIComponent(`${value}`).replaceAll('%3D', '=').replaceAll('%2C', ',');
      return `${name}=${text}`;
    })
    .join('&');

/** If its rows begin like those of the other import, this request may have stored some of them. */
const describeNothingStored = (state: ImportState | undefined) =>
  state?.received ? 'Nothing more was stored.' : 'Nothing was stored.';

function describeOutcome(
  error: unknown,
  state: ImportState | undefined,
  { dryRun, idempotencyKey }: BulkParameters,
): string {
  if (dryRun) return 'Nothing was stored.';
  if (!state?.received) {
    // The message says it.
    if (isCommitUnknown(error)) return '';
    // With the key, rows may have been stored before.
    return idempotencyKey === undefined
      ? 'Nothing was stored.'
      : 'Nothing of this request was stored.';
  }
  const { received, inserted, duplicates, rejected } = state;
  const processed = `The first ${received} rows were processed: ${inserted} inserted, ${duplicates} duplicates, ${rejected} rejected.`;
  // It would be as large if sent again.
  if (error instanceof RequestError && error.code === 'BODY_TOO_LARGE') return processed;
  return idempotencyKey === undefined
    ? `${processed} If the rows are sent again, those stored count as duplicates.`
    : `${processed} Send the same rows with the same Idempotency-Key to resume from there.`;
}
