import type { FastifyReply } from 'fastify';
import type { Admission } from '../admission-queue.js';
import { DataRateMonitor } from '../minimum-data-rate.js';

/**
 * The parts of an answer, which is broken off for another's sake when its client does not take them.
 *
 * @param slowSeconds how long the client may be too slow, see {@link DataRateMonitor}
 */
export async function* preemptibleStream(
  parts: AsyncGenerator<string>,
  turn: Admission,
  slowSeconds: number,
  { request, raw }: FastifyReply,
): AsyncGenerator<string> {
  const pace = new DataRateMonitor(slowSeconds);
  turn.preemptWhen(
    () => pace.secondsLeft <= 0,
    () => {
      const what = { reqId: request.id };
      request.log.info(
        what,
        'An answer was broken off: its client did not take it, and others waited.',
      );
      // To clients of HTTP/1.0, the proper end of an answer is a connection that is merely closed.
      raw.socket?.resetAndDestroy();
    },
  );
  for await (const part of parts) {
    pace.wait();
    yield part;
    pace.moved(part.length);
  }
  // It has not taken all of that yet.
  pace.wait();
}
