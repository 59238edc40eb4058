import type { Bucket } from './bucket.js';
import type { BucketPolicy } from './bucket-policy.js';
import type { Caller } from './caller.js';

const policies = new WeakMap<BucketPolicy, string>();

/**
 * The value of the header field `RateLimit-Policy`: what the caller may use, and in how many seconds an
 * empty bucket is full again. It and {@link formatRateLimit} follow draft-ietf-httpapi-ratelimit-headers-11.
 */
export function formatRateLimitPolicy({ cost, usedRows }: Caller): string {
  const first = formatPolicy(cost.policy);
  return usedRows === undefined ? first : `${first}, ${formatPolicy(usedRows.policy)}`;
}

/**
 * The value of the header field `RateLimit`: what is left, and for how many seconds there will not be more.
 * While something is left that is one second, as a bucket gains units all the time; otherwise it is
 * the number in `Retry-After`, as section 6 of the draft requires.
 */
export function formatRateLimit({ cost, usedRows }: Caller, now: number): string {
  const first = formatLeft(cost, now);
  return usedRows === undefined ? first : `${first}, ${formatLeft(usedRows, now)}`;
}

function formatPolicy(policy: BucketPolicy): string {
  const { unit, size } = policy;
  let text = policies.get(policy);
  if (text === undefined) {
    text = `"${unit}";q=${size.burst};w=${Math.ceil(size.burst / size.rate)};qu="${unit}"`;
    policies.set(policy, text);
  }
  return text;
}

const formatLeft = (bucket: Bucket, now: number) =>
  `"${bucket.policy.unit}";r=${bucket.remaining(now)};t=${bucket.secondsUntilUnit(now)}`;
