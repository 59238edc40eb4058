import { connect, createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** Something on 127.0.0.1 that passes for a Redis. */
export interface Impostor {
  readonly port: number;
  readonly url: string;
  stop(): Promise<void>;
}

/** Hands everything on to a Redis and its answers back, each `delayMs` milliseconds late. */
export function startSlowProxy(redisPort: number, delayMs: number): Promise<Impostor> {
  return startImpostor((client) => {
    const redis = connect(redisPort, '127.0.0.1');
    client.pipe(redis);
    redis.on('data', async (answer) => {
      // Timers of equal length fire in the order in which they were set.
      await sleep(delayMs);
      if (client.writable) client.write(answer);
    });
    redis.on('error', () => client.destroy());
    redis.on('close', () => client.destroy());
    client.on('close', () => redis.destroy());
  });
}

/** Answers whatever it gets with what is no Redis protocol. */
export function startGarbageServer(): Promise<Impostor> {
  return startImpostor((client) => {
    client.on('data', () => client.write('HTTP/1.1 400 Bad Request\r\n\r\n\u0000\u00ff{garbage'));
  });
}

/** Answers every command as a Redis does that is still reading its data from disk. */
export function startLoadingServer(): Promise<Impostor> {
  return startImpostor((client) => {
    const countCommands = commandCounter();
    client.on('data', (data) => {
      const answer = '-LOADING Redis is loading the dataset in memory\r\n';
      client.write(answer.repeat(countCommands(data)));
    });
  });
}

/** Counts the commands that were received whole, in whatever pieces they come. */
function commandCounter(): (data: Buffer) => number {
  let rest = '';
  return (data) => {
    rest += data.toString('latin1');
    for (let commands = 0; ; commands += 1) {
      const end = endOfCommand(rest);
      if (end === undefined) return commands;
      rest = rest.slice(end);
    }
  };
}

// `*2\r\n$3\r\nGET\r\n$1\r\na\r\n`
function endOfCommand(text: string): number | undefined {
  const head = /^\*(\d+)\r\n/.exec(text);
  if (!head) return undefined;
  let position = head[0].length;
  for (let left = Number(head[1]); left > 0; left -= 1) {
    const length = /^\$(\d+)\r\n/.exec(text.slice(position, position + 20));
    if (!length) return undefined;
    position += length[0].length + Number(length[1]) + 2;
  }
  return position <= text.length ? position : undefined;
}

async function startImpostor(serve: (client: Socket) => void): Promise<Impostor> {
  const clients = new Set<Socket>();
  const server = createServer((client) => {
    clients.add(client);
    client.on('error', () => client.destroy());
    client.once('close', () => clients.delete(client));
    serve(client);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // As a server under a watchdog: one that a test forgot does not keep the tests from ending.
  server.unref();
  const address = server.address();
  if (!address || typeof address === 'string') throw new Error('No port was given.');
  return {
    port: address.port,
    url: `redis://127.0.0.1:${address.port}`,
    async stop() {
      for (const client of clients) client.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
