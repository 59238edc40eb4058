import { RequestError } from '../errors/request-error.js';
import { pluralize } from '../text/pluralize.js';
import type { Bucket } from './bucket.js';
import type { Caller } from './caller.js';

/** A request of a caller that has used up its share. */
export class RateLimitError extends RequestError {
  constructor(
    message: string,
    /** Whole seconds after which a request may succeed. */
    readonly retryAfterSeconds: number,
  ) {
    super('RATE_LIMITED', message);
  }
}

const units = { cost: 'units of cost', rows: 'rows' };

/** The error for a request to which a bucket of its caller has nothing to give. */
export function createRateLimitError({ description }: Caller, bucket: Bucket): RateLimitError {
  const now = performance.now();
  const { unit, size } = bucket.policy;
  const seconds = bucket.secondsUntilUnit(now);
  const message = `${description} has used ${bucket.used(now)} ${units[unit]}; ${size.burst} are allowed at once, and ${size.rate} more each second. Try again in ${pluralize(seconds, 'second')}.`;
  return new RateLimitError(message, seconds);
}
