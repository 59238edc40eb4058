import type { BucketSize } from '../config/config.js';
import type { RequestError } from '../errors/request-error.js';
import type { Redis } from '../redis/redis.js';
import type { Viewer } from '../viewer/viewer.js';
import type { Bucket } from './bucket.js';
import { createBucketPolicy } from './bucket-policy.js';
import { type Caller, Callers } from './caller.js';
import { LoadMonitor } from './load-monitor.js';
import { createRateLimitError } from './rate-limit-error.js';
import { createRedisLender } from './redis-lender.js';

/** Whose request is charged: its viewer, or the address that it comes from. */
export interface RequestOrigin {
  /** Null if the viewer could not be identified. */
  readonly viewer: Viewer | null;
  readonly address: string;
}

/** What an operation is charged, in the units of its caller's buckets. */
export interface OperationCharge {
  readonly cost: number;
  /** The rows that it imports. */
  readonly rows: number;
}

/** How much callers may use. */
export interface RateLimitOptions {
  readonly anonymous: BucketSize;
  readonly user: BucketSize;
  readonly rows: BucketSize;
  /** How many processes divide the buckets among themselves while they cannot use Redis. */
  readonly processes: number;
  /** Where they share the buckets; undefined if each process has its own. */
  readonly redis: Redis | undefined;
}

/** What a request costs by itself, and one whose credentials identify nobody. */
const requestCost = 1;
const failedAuthenticationCost = 50;

/** The time that a unit of cost stands for, in milliseconds. */
const msPerUnit = 0.05;

/** What costs no more takes little time, even where the process has more work than it can do. */
const maxCheapCost = 100;

/** Keeps each caller to its share of the service, and the service from taking on more than it can do. */
export class RateLimit {
  readonly #callers: Callers;
  readonly #load = new LoadMonitor();

  constructor({ anonymous, user, rows, processes, redis }: RateLimitOptions) {
    const lender = redis && createRedisLender(redis);
    this.#callers = new Callers({
      anonymous: createBucketPolicy('cost', anonymous, lender, processes),
      user: createBucketPolicy('cost', user, lender, processes),
      rows: createBucketPolicy('rows', rows, lender, processes),
    });
  }

  /** The caller of a request. */
  findCaller({ viewer, address }: RequestOrigin): Caller {
    return viewer === null
      ? this.#callers.findByAddress(address)
      : this.#callers.find(viewer, address);
  }

  /** Charges a request that was just received; returns why it is refused, if it is. Never waits. */
  admitRequest(caller: Caller): RequestError | undefined {
    return this.#admit(caller, caller.cost, requestCost);
  }

  /** The same for a request whose credentials identify nobody. */
  admitStranger(caller: Caller): RequestError | undefined {
    return this.#admit(caller, caller.cost, failedAuthenticationCost);
  }

  /** Why a request that imports or exports rows is refused, if it is; rows are charged as they come. */
  refuseRows(caller: Caller): RequestError | undefined {
    return this.#load.findReasonToShed() ?? this.#admit(caller, caller.rows, 0);
  }

  /**
   * Charges an operation that is about to be executed, of a request that was admitted; returns why it is
   * refused, if it is. Waits some milliseconds for Redis at most.
   */
  async chargeOperation(
    caller: Caller,
    { cost, rows }: OperationCharge,
  ): Promise<RequestError | undefined> {
    if (rows > 0) {
      const refusal = this.refuseRows(caller);
      if (refusal) return refusal;
    } else if (cost > maxCheapCost) {
      const refusal = this.#load.findReasonToShed();
      if (refusal) return refusal;
    }
    // Rows pay for as much of the cost, so that an import is limited by its rows.
    const isCharged = await caller.cost.charge(Math.max(0, cost - rows));
    if (!isCharged) return createRateLimitError(caller, caller.cost);
    if (rows > 0) caller.rows.take(rows, performance.now());
    return undefined;
  }

  /**
   * Charges the time that an operation has really taken beyond that which its cost stands for.
   *
   * @param busyMs milliseconds for which it kept this process or the database from other work
   */
  chargeTime(caller: Caller, busyMs: number, cost: number): void {
    const units = Math.floor(busyMs / msPerUnit - Math.max(requestCost, cost));
    if (units > 0) caller.cost.take(units, performance.now());
  }

  close(): void {
    this.#load.close();
  }

  #admit(caller: Caller, bucket: Bucket, units: number): RequestError | undefined {
    const isAdmitted = bucket.admit(units, performance.now());
    return isAdmitted ? undefined : createRateLimitError(caller, bucket);
  }
}
