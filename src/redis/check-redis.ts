import { createClient } from '@keyv/redis';

const timeoutMs = 2_000;

/** Connects to Redis and sends it a command. Rejects with the reason if that fails or takes over 2 seconds. */
export async function checkRedis(url: string): Promise<void> {
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
