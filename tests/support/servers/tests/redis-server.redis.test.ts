import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createClient } from '@keyv/redis';
import { describeWithServers, sharedRedisUrl } from '../engines.js';
import { type RedisServer, startRedis } from '../redis.js';
import { startGarbageServer, startLoadingServer, startSlowProxy } from '../redis-impostors.js';

/** What a GET gives, by a client that is gone afterwards. */
async function getKey(url: string, withinMs = 1_000): Promise<string | null> {
  const client = createClient({ url, socket: { reconnectStrategy: false } });
  client.on('error', () => {});
  try {
    return await Promise.race([
      client.connect().then(() => client.get('key')),
      sleep(withinMs, undefined, { ref: false }).then(() => Promise.reject(new Error('Too late.'))),
    ]);
  } finally {
    if (client.isOpen) client.destroy();
  }
}

describeWithServers('the Redis of the run', () => {
  test('is on this machine alone', () => {
    expect(sharedRedisUrl()).toMatch(/^redis:\/\/127\.0\.0\.1:\d+$/);
  });
});

describeWithServers('a private Redis', () => {
  let redis: RedisServer;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.stop());

  test('refuses writes with OOM while it is full', async () => {
    await redis.fill();
    expect(await redis.command('SET key value')).toMatch(/^-OOM /);
    await redis.makeRoom();
    expect(await redis.command('SET key value')).toBe('+OK\r\n');
  });

  test('refuses writes with READONLY while it is a replica', async () => {
    await redis.makeReadOnly();
    expect(await redis.command('SET key value')).toMatch(/^-READONLY /);
    await redis.makeWritable();
    expect(await redis.command('SET key value')).toBe('+OK\r\n');
  });

  test('answers nothing while it is frozen', async () => {
    await redis.freeze();
    await expect(getKey(redis.url, 200)).rejects.toThrow('Too late.');
    await redis.thaw();
    expect(await getKey(redis.url)).toBe('value');
  });

  test('refuses connections when killed, and comes back empty on the same port', async () => {
    const { pid, port } = redis;
    await redis.kill();
    await expect(getKey(redis.url)).rejects.toThrow('ECONNREFUSED');
    await redis.restart();
    expect(redis.pid).not.toBe(pid);
    expect(redis.port).toBe(port);
    expect(await getKey(redis.url)).toBeNull();
  });

  test('is restarted even when frozen', async () => {
    await redis.freeze();
    await redis.restart();
    expect(await getKey(redis.url)).toBeNull();
  });

  test('is slow behind a slow proxy', async () => {
    await redis.command('SET key value');
    const proxy = await startSlowProxy(redis.port, 100);
    const start = performance.now();
    expect(await getKey(proxy.url, 2_000)).toBe('value');
    expect(performance.now() - start).toBeGreaterThan(99);
    await proxy.stop();
  });

  test('has an impostor that says LOADING', async () => {
    const loading = await startLoadingServer();
    await expect(getKey(loading.url)).rejects.toThrow(/^LOADING /);
    await loading.stop();
  });

  test('has an impostor that speaks garbage', async () => {
    const garbage = await startGarbageServer();
    await expect(getKey(garbage.url)).rejects.toThrow();
    await garbage.stop();
  });
});
