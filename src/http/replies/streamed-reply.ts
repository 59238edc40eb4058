import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AbandonedError } from '../../concurrency/waiter.js';
import { abortResponse } from './abort-response.js';

/**
 * A response whose beginning is known, and whose rest is produced as fast as the client reads it
 * (backpressure). An error in the rest is logged with the id of the request, as the response can no
 * longer report it, and the response is aborted.
 *
 * @param rest its `return` is always called, even if the client disconnects before anything was sent
 */
export function startStreamedReply(
  start: string,
  rest: AsyncGenerator<string>,
  request: FastifyRequest,
  reply: FastifyReply,
): Readable {
  function fail(err: unknown): void {
    request.log.error({ err, reqId: request.id }, 'A response was aborted by an internal error.');
    abortResponse(reply);
  }
  const stream = Readable.from(reportErrors(start, rest, fail), { objectMode: false });
  // A stream that is never read does not call `return` by itself.
  stream.once('close', () => void rest.return(undefined).catch(() => {}));
  return stream;
}

/** Distinguishes errors of the producer from those of the reader, which are thrown at a `yield`. */
async function* reportErrors(
  start: string,
  rest: AsyncGenerator<string>,
  fail: (error: unknown) => void,
): AsyncGenerator<string> {
  yield start;
  for (;;) {
    let next: IteratorResult<string>;
    try {
      next = await rest.next();
    } catch (error) {
      if (!(error instanceof AbandonedError)) fail(error);
      throw error;
    }
    if (next.done) return;
    yield next.value;
  }
}
