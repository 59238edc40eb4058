const leaseMs = 60_000;
const renewEveryMs = 15_000;

/** The end of a lease that begins now. */
export const leaseEnd = (): Date => new Date(Date.now() + leaseMs);

/**
 * Shows other processes that an import is running: until when, which is renewed while its rows arrive
 * slowly. A process that is killed leaves a lease that ends by itself.
 */
export class ImportLease {
  #timer: NodeJS.Timeout | undefined;

  /** @param renew stores a new end, in turn with the chunks; what it throws is of no importance */
  constructor(private readonly renew: (until: Date) => Promise<unknown>) {}

  /** Begins to renew the lease, unless it has begun. */
  start(): void {
    let isRenewing = false;
    this.#timer ??= setInterval(async () => {
      if (isRenewing) return;
      isRenewing = true;
      // Its chunks show whether the database works.
      await this.renew(leaseEnd()).catch(() => {});
      isRenewing = false;
    }, renewEveryMs).unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
