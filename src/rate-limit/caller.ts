import { LRUCache } from 'lru-cache';
import { ownerOf, type Viewer } from '../viewer/viewer.js';
import { Bucket } from './bucket.js';
import type { BucketPolicy } from './bucket-policy.js';
import { networkOf } from './network-of.js';

/** The policies of the buckets of callers. */
export interface CallerPolicies {
  /** For the cost of requests without a token, by the address that they come from. */
  readonly anonymous: BucketPolicy;
  /** For the cost of the requests of a viewer with a token. */
  readonly user: BucketPolicy;
  /** For the rows that a caller imports and exports. */
  readonly rows: BucketPolicy;
}

/** Whose requests are counted together, and what they may use. */
export class Caller {
  readonly cost: Bucket;
  #rows: Bucket | undefined;

  constructor(
    private readonly name: string,
    /** The caller as the subject of a sentence. */
    readonly description: 'This address' | 'The viewer',
    private readonly policies: CallerPolicies,
  ) {
    const { anonymous, user } = policies;
    const policy = description === 'The viewer' ? user : anonymous;
    this.cost = new Bucket(policy, name, performance.now());
  }

  /** Most callers only read, so it is created when it is asked for. */
  get rows(): Bucket {
    this.#rows ??= new Bucket(this.policies.rows, this.name, performance.now());
    return this.#rows;
  }

  /** Undefined for a caller that has neither imported nor exported. */
  get usedRows(): Bucket | undefined {
    return this.#rows;
  }
}

// Some 30 MB. A client with so many addresses has a full bucket for each of them anyway.
const maxCallers = 100_000;

/** The callers of late; those that have been silent for longest are forgotten first. */
export class Callers {
  readonly #known = new LRUCache<string, Caller>({ max: maxCallers });

  constructor(private readonly policies: CallerPolicies) {}

  /** The caller that a request counts for: its viewer if that is known, else where it comes from. */
  find(viewer: Viewer, address: string): Caller {
    if (viewer.kind === 'anonymous') return this.findByAddress(address);
    return this.#find(ownerOf(viewer), 'The viewer');
  }

  /** The caller that requests without a viewer count for. */
  findByAddress(address: string): Caller {
    return this.#find(networkOf(address), 'This address');
  }

  #find(name: string, description: Caller['description']): Caller {
    let caller = this.#known.get(name);
    if (caller === undefined) {
      caller = new Caller(name, description, this.policies);
      this.#known.set(name, caller);
    }
    return caller;
  }
}
