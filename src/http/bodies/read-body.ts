import type { Readable } from 'node:stream';
import { RequestError } from '../../errors/request-error.js';
import { DataRateMonitor, minBytesPerSecond } from '../minimum-data-rate.js';

/** How slow a client may be that sends a body. */
export interface BodyTimeouts {
  /** Seconds for which nothing at all may come. */
  readonly idleSeconds: number;
  /** Seconds for which it may be slower than a client must be, see {@link DataRateMonitor}. */
  readonly slowSeconds: number;
}

/**
 * The pieces of a body, as fast as they are asked for: only the time counts in which somebody waits
 * for them. The connection stays open when the body is not read to its end, so that the client hears
 * why. Throws `REQUEST_TIMEOUT` when the client is too slow.
 */
export async function* readBody(
  body: Readable,
  { idleSeconds: silenceSeconds, slowSeconds }: BodyTimeouts,
): AsyncGenerator<Uint8Array> {
  const pieces = body.iterator({ destroyOnReturn: false });
  const pace = new DataRateMonitor(slowSeconds);
  const silence = `Nothing more of the body came for ${silenceSeconds} seconds`;
  const slowness = `The body came at less than ${minBytesPerSecond} bytes a second for ${slowSeconds} seconds`;
  try {
    for (;;) {
      const { secondsLeft } = pace;
      const isSilence = silenceSeconds <= secondsLeft;
      pace.wait();
      const { done, value } = isSilence
        ? await within(silenceSeconds, pieces.next(), silence)
        : await within(secondsLeft, pieces.next(), slowness);
      if (done) return;
      pace.moved(value.length);
      yield value;
    }
  } finally {
    // After a silence it would wait for the piece that does not come.
    pieces.return?.().catch(() => {});
  }
}

function within<Value>(seconds: number, work: Promise<Value>, fault: string): Promise<Value> {
  return new Promise((resolve, reject) => {
    const fail = () =>
      reject(new RequestError('REQUEST_TIMEOUT', `${fault}, and it is not complete.`));
    // What came while this process was busy is read first.
    const timer = setTimeout(() => setImmediate(fail), seconds * 1000);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
