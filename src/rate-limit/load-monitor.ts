import { monitorEventLoopDelay } from 'node:perf_hooks';
import { RequestError } from '../errors/request-error.js';

const maxDelayMs = 500;
const checkMs = 1000;
const maxSlowChecks = 3;
const nanosecondsPerMs = 1e6;

/** Notices that this process has more work than it can do, by the delay of its event loop. */
export class LoadMonitor {
  readonly #delays = monitorEventLoopDelay({ resolution: 20 });
  readonly #timer: NodeJS.Timeout;
  #slowChecks = 0;

  constructor() {
    this.#delays.enable();
    this.#timer = setInterval(() => this.#check(), checkMs).unref();
  }

  /** The error for a request that takes long, while the process has more work than it can do. */
  findReasonToShed(): RequestError | undefined {
    if (this.#slowChecks < maxSlowChecks) return undefined;
    return new RequestError(
      'SERVICE_BUSY',
      'The service has more work than it can do at the moment, and only accepts requests that take little time; send this one again later.',
    );
  }

  close(): void {
    clearInterval(this.#timer);
    this.#delays.disable();
  }

  #check(): void {
    const isSlow = this.#delays.percentile(99) > maxDelayMs * nanosecondsPerMs;
    this.#slowChecks = isSlow ? this.#slowChecks + 1 : 0;
    this.#delays.reset();
  }
}
