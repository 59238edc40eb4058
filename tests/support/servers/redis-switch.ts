import { connect, createServer, type Socket } from 'node:net';

/** An address at which a Redis, or what passes for one, can be put in the place of another. */
export interface RedisSwitch {
  readonly url: string;
  /** Cuts the connections that there are; new ones lead to this port, or are cut at once. */
  lead(port: number | undefined): void;
  /** From now on, nothing goes through the connections that there are; new ones work. */
  forget(): void;
  stop(): Promise<void>;
}

/** Starts a switch that leads to the port. */
export async function startRedisSwitch(first: number | undefined): Promise<RedisSwitch> {
  let port = first;
  const pairs = new Set<readonly [Socket, Socket]>();
  const server = createServer((client) => {
    client.on('error', () => client.destroy());
    if (port === undefined) {
      client.destroy();
      return;
    }
    const redis = connect(port, '127.0.0.1');
    const pair = [client, redis] as const;
    pairs.add(pair);
    client.pipe(redis);
    redis.pipe(client);
    redis.on('error', () => client.destroy());
    redis.on('close', () => client.destroy());
    client.on('close', () => {
      pairs.delete(pair);
      redis.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  server.unref();
  const address = server.address();
  if (!address || typeof address === 'string') throw new Error('No port was given.');
  const cut = () => {
    for (const [client] of pairs) client.destroy();
  };
  return {
    url: `redis://127.0.0.1:${address.port}`,
    lead(to) {
      port = to;
      cut();
    },
    forget() {
      for (const [client, redis] of pairs) {
        client.unpipe(redis);
        redis.unpipe(client);
        // Taken off the wire, as by a network that forgot the connection.
        client.resume();
        redis.resume();
      }
    },
    async stop() {
      cut();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
