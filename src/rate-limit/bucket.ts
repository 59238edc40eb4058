import { withDeadline } from '../concurrency/deadline.js';
import type { BucketPolicy, Lender } from './bucket-policy.js';

// A few round trips. A Redis that takes longer is not worth waiting for.
const leaseWaitMs = 40;

// How long Redis is not asked again after it had nothing, or did not respond.
const minPauseMs = 20;
const maxPauseMs = 1000;

/**
 * What one caller may use of one thing: a token bucket, which gains so many units a second until it is
 * full. A caller is served while there is at least one unit, whatever the request costs: it may leave the
 * bucket below zero, and later requests are refused until it has recovered.
 *
 * Processes that share a bucket through Redis borrow from it: they take leases of a few percent of its
 * size, and spend them without asking. What is spent beyond a lease, because no request waits for the
 * next one or because Redis is away, comes out of the share of this process, and is owed to Redis.
 * Times are milliseconds of `performance.now()`.
 */
export class Bucket {
  /** What is left of the leases; negative for what is owed. */
  #lease = 0;
  /** What this process may spend without a lease, at the time `#at`. */
  #share: number;
  #at: number;
  #nextLeaseAt = 0;
  #leasing: Promise<void> | undefined;

  /** @param caller whose bucket it is */
  constructor(
    readonly policy: BucketPolicy,
    private readonly caller: string,
    now: number,
  ) {
    this.#share = policy.share.burst;
    this.#at = now;
  }

  /** Takes units if there is at least one; returns whether there was. Never waits. */
  admit(units: number, now: number): boolean {
    if (this.#available(now) < 1) {
      // Redis may have more than was left here.
      this.#borrow(0, now);
      return false;
    }
    this.take(units, now);
    return true;
  }

  /** Takes units, whether or not there are any. Never waits. */
  take(units: number, now: number): void {
    const covered = Math.min(units, Math.max(0, this.#lease));
    if (covered < units) {
      this.#share = this.#refill(now) - (units - covered);
      this.#at = now;
    }
    if (this.policy.lender === undefined) return;
    this.#lease -= units;
    // Before it runs out, so that nobody waits for the next one.
    if (this.#lease < this.policy.lease / 2) this.#borrow(0, now);
  }

  /**
   * Takes units for a request that was admitted for its first one; returns false, and takes nothing, if
   * others have taken more than there was since. Waits some milliseconds for a lease that covers them.
   */
  async charge(units: number): Promise<boolean> {
    if (this.policy.lender !== undefined && this.#lease < units) {
      await withDeadline(() => this.#cover(units), leaseWaitMs).catch(() => {});
    }
    const now = performance.now();
    if (this.#available(now) < 0) return false;
    this.take(units, now);
    return true;
  }

  /** How many whole units are left, as far as this process knows; at least 0. */
  remaining(now: number): number {
    const { burst } = this.policy.size;
    return Math.floor(Math.max(0, Math.min(this.#known(now), burst)));
  }

  /** How many whole units are used, as far as this process knows. */
  used(now: number): number {
    return Math.ceil(this.policy.size.burst - this.#known(now));
  }

  /** Whole seconds until there is a unit, at least 1. */
  secondsUntilUnit(now: number): number {
    return Math.max(1, Math.ceil((1 - this.#available(now)) / this.policy.share.rate));
  }

  /** What is left of the whole bucket, if each other process has its share. */
  #known(now: number): number {
    const { size, share } = this.policy;
    return Math.max(0, this.#lease) + (this.#refill(now) * size.burst) / share.burst;
  }

  #available(now: number): number {
    return Math.max(0, this.#lease) + this.#refill(now);
  }

  #refill(now: number): number {
    const { burst, rate } = this.policy.share;
    return Math.min(burst, this.#share + ((now - this.#at) * rate) / 1000);
  }

  async #cover(units: number): Promise<void> {
    // A lease for others may be on its way.
    await this.#leasing;
    if (this.#lease < units) await this.#borrow(units, performance.now());
  }

  /** Borrows a lease and so many units more, unless Redis is to be left alone. */
  #borrow(units: number, now: number): Promise<void> | undefined {
    const { lender } = this.policy;
    if (lender === undefined || now < this.#nextLeaseAt) return undefined;
    this.#leasing ??= this.#lend(lender, units).finally(() => {
      this.#leasing = undefined;
    });
    return this.#leasing;
  }

  /** Pays what is owed, and takes a lease. */
  async #lend(lender: Lender, units: number): Promise<void> {
    const { policy } = this;
    const { size, share } = policy;
    const owed = Math.max(0, -this.#lease);
    const asked = Math.max(0, policy.lease + units - Math.max(0, this.#lease));
    try {
      const { granted, left } = await lender.lend(policy, this.caller, { owed, asked });
      this.#lease += owed + granted;
      this.#share = (left * share.burst) / size.burst;
      this.#at = performance.now();
      const pauseMs = ((1 - left) / size.rate) * 1000;
      const isEmpty = granted < 1;
      this.#nextLeaseAt = isEmpty
        ? this.#at + Math.min(Math.max(pauseMs, minPauseMs), maxPauseMs)
        : 0;
    } catch {
      // Redis does not know how long it was away, and would take long debts from a full bucket.
      this.#lease = Math.max(this.#lease, -share.burst);
      this.#nextLeaseAt = performance.now() + maxPauseMs;
    }
  }
}
