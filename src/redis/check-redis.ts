const timeoutMs = 2_000;

/** Connects to Redis and sends it a command. Rejects with the reason if that fails or takes over 2 seconds. */
export async function checkRedis(url: string): Promise<void> {
  // Loaded on demand, as in src/app.ts.
  const { createClient } = await import('@keyv/redis');
  const client = createClient({
    url,
    socket: { connectTimeout: timeoutMs, socketTimeout: timeoutMs, reconnectStrategy: false },
  });
  client.on('error', () => {});
  try {
    await client.connect();
    await client.ping();
  } finally {
    if (client.isOpen) client.destroy();
  }
}
