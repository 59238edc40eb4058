import type { FastifyReply } from 'fastify';
import { AbandonedError } from '../concurrency/waiter.js';
import { RequestError } from '../errors/request-error.js';
import { waiterFor } from './client-connection.js';

/** What decides how turns are given. */
export interface AdmissionQueueOptions {
  /** What is done by turns, in the plural, for messages. */
  readonly what: string;
  /** How many are done at a time. */
  readonly maxConcurrent: number;
  /** How long others wait. */
  readonly waitSeconds: number;
}

/** Somebody's turn. */
export interface Admission {
  /** Gives the turn to the next one, as the end of the response does in any case. */
  readonly end: () => void;
  /** Says when the turn may be taken away for another's sake, and how. */
  readonly preemptWhen: (isIdle: () => boolean, breakOff: () => void) => void;
}

interface Waiting {
  readonly begin: () => void;
  readonly refuse: (why: Error) => void;
}

const looksPerWait = 30;

/** Has a few requests done at a time. The others wait for some time, in the order in which they came. */
export class AdmissionQueue {
  /** Each of those whose turn it is gives up its turn where it may. */
  readonly #turns = new Set<{ giveUp: () => void }>();
  readonly #waiting = new Set<Waiting>();
  #isClosed = false;
  #looks: NodeJS.Timeout | undefined;

  constructor(private readonly options: AdmissionQueueOptions) {}

  /**
   * Waits for the turn of a request. Throws `SERVICE_BUSY` when that takes too long, `SERVICE_STOPPING`
   * when it will not come any more, and {@link AbandonedError}.
   */
  async acquire(reply: FastifyReply): Promise<Admission> {
    if (reply.raw.destroyed) throw new AbandonedError();
    if (this.#turns.size < this.options.maxConcurrent) return this.#begin(reply);
    if (this.#isClosed) throw stopping();
    return this.#wait(reply);
  }

  /** Refuses all who wait, and all who would have to. */
  close(): void {
    this.#isClosed = true;
    for (const { refuse } of this.#waiting) refuse(stopping());
  }

  #begin(reply: FastifyReply): Admission {
    const turn = { giveUp: () => {} };
    const release = () => {
      if (this.#turns.delete(turn)) this.#beginNext();
    };
    this.#turns.add(turn);
    reply.raw.once('close', release);
    return {
      end: release,
      preemptWhen: (isIdle, breakOff) => {
        turn.giveUp = () => {
          if (isIdle()) breakOff();
        };
      },
    };
  }

  #beginNext(): void {
    const [next] = this.#waiting;
    next?.begin();
  }

  #wait(reply: FastifyReply): Promise<Admission> {
    return new Promise((resolve, reject) => {
      const leave = () => {
        this.#waiting.delete(waiting);
        forget();
        clearTimeout(timer);
        if (this.#waiting.size === 0) clearInterval(this.#looks);
      };
      const waiting: Waiting = {
        begin: () => {
          leave();
          resolve(this.#begin(reply));
        },
        refuse: (why) => {
          leave();
          reject(why);
        },
      };
      let forget = () => {};
      const timer = setTimeout(() => waiting.refuse(this.#busy()), this.options.waitSeconds * 1000);
      if (this.#waiting.size === 0) this.#lookForIdle();
      this.#waiting.add(waiting);
      forget = waiterFor(reply).onLeave(() => waiting.refuse(new AbandonedError()));
    });
  }

  #lookForIdle(): void {
    const look = () => {
      for (const { giveUp } of this.#turns) giveUp();
    };
    this.#looks = setInterval(look, (this.options.waitSeconds * 1000) / looksPerWait);
  }

  #busy(): RequestError {
    const { what, maxConcurrent: most, waitSeconds } = this.options;
    return new RequestError(
      'SERVICE_BUSY',
      `${most} ${what} are being served, the most at a time, and none of them ended within ${waitSeconds} seconds; send this request again later.`,
    );
  }
}

const stopping = () =>
  new RequestError(
    'SERVICE_STOPPING',
    'The service is stopping, and begins nothing that takes long.',
  );
