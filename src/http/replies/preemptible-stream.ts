import type { FastifyReply } from 'fastify';
import type { Admission } from '../admission-queue.js';
import { DataRateMonitor } from '../minimum-data-rate.js';
import { abortResponse } from './abort-response.js';

/**
 * The chunks of a response, which is aborted in favour of waiting requests if its client does not
 * read it.
 *
 * @param slowSeconds for which the client may be too slow, see {@link DataRateMonitor}
 */
export async function* preemptibleStream(
  chunks: AsyncGenerator<string>,
  admission: Admission,
  slowSeconds: number,
  reply: FastifyReply,
): AsyncGenerator<string> {
  const rate = new DataRateMonitor(slowSeconds);
  admission.preemptWhen(
    () => rate.secondsLeft <= 0,
    () => {
      const { log, id } = reply.request;
      const message = 'A response was aborted: its client did not read it while others waited.';
      log.info({ reqId: id }, message);
      abortResponse(reply);
    },
  );
  for await (const chunk of chunks) {
    rate.startWaiting();
    yield chunk;
    rate.stopWaiting(chunk.length);
  }
  // The client has not read all of it yet.
  rate.startWaiting();
}
