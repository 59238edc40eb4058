import { isLoopbackHost } from '../text/loopback-host.js';
import { redactUrl } from '../text/redact-url.js';
import type { Config } from './config.js';

/**
 * What is unsafe in a configuration for production, a sentence each; the service does not start with it.
 * Empty outside of production.
 */
export function findUnsafeSettings({ production, auth, cache }: Config): readonly string[] {
  if (!production) return [];
  const faults: string[] = [];
  if (!auth.isChosen) {
    faults.push(
      'AUTH is not set. Set AUTH=on to identify viewers, or AUTH=off to let everybody read, import and export everything.',
    );
  }
  const redis = cache.redisUrl === undefined ? undefined : new URL(cache.redisUrl);
  if (
    redis?.protocol === 'redis:' &&
    !cache.isPlainRedisAllowed &&
    !isLoopbackHost(redis.hostname)
  ) {
    faults.push(
      `REDIS_URL is "${redactUrl(redis.href)}", which is not encrypted. Use rediss://, or set REDIS_PLAIN=true if the network is trusted.`,
    );
  }
  return faults;
}
