import type { Readable } from 'node:stream';
import { RequestError } from '../../errors/request-error.js';
import { DataRateMonitor, minBytesPerSecond } from '../minimum-data-rate.js';

/** How slowly a client may send a body. */
export interface BodyTimeouts {
  /** Seconds for which it may send nothing at all. */
  readonly idleSeconds: number;
  /** Seconds for which it may stay below the minimum data rate, see {@link DataRateMonitor}. */
  readonly slowSeconds: number;
}

/**
 * The chunks of a body, with backpressure: only the time spent waiting for the next one counts.
 * The connection stays open if the body is not read to its end, so that the client can get a response.
 * Throws `REQUEST_TIMEOUT` when the client is too slow.
 */
export async function* readBody(
  body: Readable,
  { idleSeconds, slowSeconds }: BodyTimeouts,
): AsyncGenerator<Uint8Array> {
  const chunks = body.iterator({ destroyOnReturn: false });
  const rate = new DataRateMonitor(slowSeconds);
  const idle = `no data arrived for ${idleSeconds} seconds`;
  const slow = `it arrived at less than ${minBytesPerSecond} bytes per second for ${slowSeconds} seconds`;
  try {
    for (;;) {
      const { secondsLeft } = rate;
      const isIdleFirst = idleSeconds <= secondsLeft;
      rate.startWaiting();
      const { done, value } = isIdleFirst
        ? await within(idleSeconds, chunks.next(), idle)
        : await within(secondsLeft, chunks.next(), slow);
      if (done) return;
      rate.stopWaiting(value.length);
      yield value;
    }
  } finally {
    // Not awaited: after a timeout it would wait for the chunk that does not come.
    chunks.return?.().catch(() => {});
  }
}

function within<Value>(seconds: number, work: Promise<Value>, reason: string): Promise<Value> {
  return new Promise((resolve, reject) => {
    const message = `The request body was not complete in time: ${reason}.`;
    const fail = () => reject(new RequestError('REQUEST_TIMEOUT', message));
    // Data that arrived while this process was busy is read first.
    const timer = setTimeout(() => setImmediate(fail), seconds * 1000);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
