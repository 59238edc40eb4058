import type { FastifyReply } from 'fastify';
import { AbandonedError } from '../concurrency/waiter.js';
import { RequestError } from '../errors/request-error.js';
import { waiterFor } from './client-connection.js';

/** How requests are admitted. */
export interface AdmissionQueueOptions {
  /** What is admitted, in the plural, for messages. */
  readonly what: string;
  readonly maxConcurrent: number;
  /** Seconds for which other requests wait. */
  readonly waitSeconds: number;
}

/** A request that was admitted. */
export interface Admission {
  /** Admits the next one, as the end of the response does in any case. */
  readonly release: () => void;
  /** Allows the request to be aborted in favour of others that wait, while it is idle. */
  readonly preemptWhen: (isIdle: () => boolean, abort: () => void) => void;
}

interface QueuedRequest {
  readonly admit: () => void;
  readonly reject: (why: Error) => void;
}

const idleChecksPerWait = 30;

/** Limits how many requests are processed concurrently. Others wait for some time, first come first served. */
export class AdmissionQueue {
  readonly #admitted = new Set<{ abortIfIdle: () => void }>();
  readonly #queued = new Set<QueuedRequest>();
  #isClosed = false;
  #idleChecks: NodeJS.Timeout | undefined;

  constructor(private readonly options: AdmissionQueueOptions) {}

  /**
   * Waits until the request is admitted. Throws `SERVICE_BUSY` when that takes too long,
   * `SERVICE_STOPPING` when the queue is closed, and {@link AbandonedError}.
   */
  async acquire(reply: FastifyReply): Promise<Admission> {
    if (reply.raw.destroyed) throw new AbandonedError();
    if (this.#admitted.size < this.options.maxConcurrent) return this.#admit(reply);
    if (this.#isClosed) throw this.#stopping();
    return this.#wait(reply);
  }

  /** Rejects all requests that wait, and all that would have to. */
  close(): void {
    this.#isClosed = true;
    for (const { reject } of this.#queued) reject(this.#stopping());
  }

  #admit(reply: FastifyReply): Admission {
    const admitted = { abortIfIdle: () => {} };
    const release = () => {
      if (this.#admitted.delete(admitted)) this.#admitNext();
    };
    this.#admitted.add(admitted);
    reply.raw.once('close', release);
    return {
      release,
      preemptWhen: (isIdle, abort) => {
        admitted.abortIfIdle = () => {
          if (isIdle()) abort();
        };
      },
    };
  }

  #admitNext(): void {
    const [next] = this.#queued;
    next?.admit();
  }

  #wait(reply: FastifyReply): Promise<Admission> {
    return new Promise((resolve, reject) => {
      const leave = () => {
        this.#queued.delete(queued);
        stopListening();
        clearTimeout(timer);
        if (this.#queued.size === 0) clearInterval(this.#idleChecks);
      };
      const queued: QueuedRequest = {
        admit: () => {
          leave();
          resolve(this.#admit(reply));
        },
        reject: (why) => {
          leave();
          reject(why);
        },
      };
      let stopListening = () => {};
      const timer = setTimeout(() => queued.reject(this.#busy()), this.options.waitSeconds * 1000);
      if (this.#queued.size === 0) this.#startIdleChecks();
      this.#queued.add(queued);
      stopListening = waiterFor(reply).onLeave(() => queued.reject(new AbandonedError()));
    });
  }

  #startIdleChecks(): void {
    const check = () => {
      for (const { abortIfIdle } of this.#admitted) abortIfIdle();
    };
    this.#idleChecks = setInterval(check, (this.options.waitSeconds * 1000) / idleChecksPerWait);
  }

  #busy(): RequestError {
    const { what, maxConcurrent, waitSeconds } = this.options;
    return new RequestError(
      'SERVICE_BUSY',
      `The maximum of ${maxConcurrent} ${what} is in progress, and none ended within ${waitSeconds} seconds; send this request again later.`,
    );
  }

  #stopping(): RequestError {
    return new RequestError(
      'SERVICE_STOPPING',
      `The service is shutting down and starts no more ${this.options.what}.`,
    );
  }
}
