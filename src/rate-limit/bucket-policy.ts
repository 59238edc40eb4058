import type { BucketSize } from '../config/config.js';

/** Lends units of buckets that several processes share. */
export interface Lender {
  /**
   * Takes what a process owes from the bucket of a caller, and as much of what it asks for as there is.
   * Throws when the bucket is out of reach.
   */
  lend(policy: BucketPolicy, caller: string, request: LeaseRequest): Promise<Lease>;
}

/** What a process asks a {@link Lender} for, in units. */
export interface LeaseRequest {
  /** What it has spent beyond its leases. */
  readonly owed: number;
  readonly asked: number;
}

/** What a {@link Lender} gave, in units. */
export interface Lease {
  readonly granted: number;
  /** What is left in the bucket; negative if more was spent than it had. */
  readonly left: number;
}

/** What all buckets of a kind have in common. */
export interface BucketPolicy {
  /** What is counted, as header fields name it. */
  readonly unit: 'cost' | 'rows';
  readonly size: BucketSize;
  /** The part of it that a process may use by itself. */
  readonly share: BucketSize;
  /** How many units a process borrows at once. */
  readonly lease: number;
  /** Undefined if nothing is shared. */
  readonly lender: Lender | undefined;
}

// Large enough that Redis is rarely asked, and small enough that little is lost with a process.
const leaseFraction = 0.05;

/**
 * Creates a policy.
 *
 * @param processes how many processes divide the bucket among themselves while they cannot share it
 */
export function createBucketPolicy(
  unit: BucketPolicy['unit'],
  { burst, rate }: BucketSize,
  lender: Lender | undefined,
  processes: number,
): BucketPolicy {
  const parts = lender === undefined ? 1 : processes;
  return {
    unit,
    size: { burst, rate },
    // At least one unit, or a caller would be refused for as long as Redis is away.
    share: { burst: Math.max(1, burst / parts), rate: rate / parts },
    lease: Math.max(1, Math.ceil(burst * leaseFraction)),
    lender,
  };
}
