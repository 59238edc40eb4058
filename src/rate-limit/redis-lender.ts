import { hash } from 'node:crypto';
import type { Redis } from '../redis/redis.js';
import type { Lender } from './bucket-policy.js';

/**
 * Takes units from a bucket in one step, by the clock of Redis: those of the processes differ. What others
 * have written there is taken for a full bucket.
 *
 * ARGV: burst, rate, owed, asked. Returns what was granted and what is left, as strings.
 */
const lendScript = `
local burst, rate = tonumber(ARGV[1]), tonumber(ARGV[2])
local time = redis.call('TIME')
local now = time[1] + time[2] / 1000000
local stored = redis.pcall('HMGET', KEYS[1], 'level', 'at')
if stored.err then redis.call('DEL', KEYS[1]) end
local level, at = tonumber(stored[1] or ''), tonumber(stored[2] or '')
if level and at then
  level = math.min(burst, level + math.max(0, now - at) * rate)
else
  level = burst
end
level = level - tonumber(ARGV[3])
local granted = math.max(0, math.min(tonumber(ARGV[4]), level))
level = level - granted
redis.call('HSET', KEYS[1], 'level', string.format('%.3f', level), 'at', string.format('%.6f', now))
redis.call('PEXPIRE', KEYS[1], math.ceil((burst - level) / rate * 1000) + 1000)
return { string.format('%.3f', granted), string.format('%.3f', level) }
`;

/** Creates a lender of the buckets in Redis. Its calls throw as those of {@link Redis} do. */
export function createRedisLender(redis: Redis): Lender {
  return {
    async lend({ unit, size: { burst, rate } }, caller, { owed, asked }) {
      // Addresses and names are nobody's business there.
      const key = `limit:${unit}:${hash('sha256', caller, 'base64url')}`;
      const reply = await redis.run(lendScript, key, [burst, rate, owed, asked].map(String));
      return parseLease(reply, asked, burst);
    },
  };
}

function parseLease(reply: unknown, asked: number, burst: number) {
  const [granted, left] = Array.isArray(reply) ? reply.map(Number) : [];
  const isLease = granted !== undefined && left !== undefined && granted >= 0 && left <= burst;
  if (isLease && granted <= asked && Number.isFinite(left)) return { granted, left };
  throw new Error('Redis did not return a lease.');
}
