import { connect } from 'node:net';
import { freePort, type PrivateServer, startPrivateServer } from '#servers/private-server';
import { dockerRun, findProgram } from '#servers/programs';

/** A Redis of the tests' own. It keeps nothing on disk: after `restart` it is empty. */
export interface RedisServer extends PrivateServer {
  readonly url: string;
  /** Sends a command, such as `CONFIG GET maxmemory`, and returns the answer as Redis wrote it. */
  command(line: string): Promise<string>;
  /** Refuses every write with OOM. */
  fill(): Promise<void>;
  /** Undoes `fill`. */
  makeRoom(): Promise<void>;
  /** Makes it the replica of a dead master, so that it refuses every write with READONLY. */
  makeReadOnly(): Promise<void>;
  /** Undoes `makeReadOnly`. */
  makeWritable(): Promise<void>;
}

/** Starts an empty Redis; `args` are added to its command line. */
export async function startRedis(args: readonly string[] = []): Promise<RedisServer> {
  const installed = findProgram('redis-server');
  const settings = ['--save', '', '--appendonly', 'no', '--repl-diskless-sync-delay', '0', ...args];
  const server = await startPrivateServer({
    users: ['redis', 'nobody'],
    serve: (folder, port) =>
      installed
        ? {
            command: installed,
            args: ['--bind', '127.0.0.1', '--port', `${port}`, '--dir', folder, ...settings],
          }
        : dockerRun('redis:7', `${port}:6379`, [], ['redis-server', ...settings]),
    probe: (port) => expectAnswer(port, 'PING', '+PONG'),
  });
  const { port } = server;
  const expectOk = (line: string): Promise<void> => expectAnswer(port, line, '+OK');
  return Object.assign(server, {
    url: `redis://127.0.0.1:${port}`,
    command: (line: string) => sendCommand(port, line),
    fill: () => expectOk('CONFIG SET maxmemory-policy noeviction maxmemory 1'),
    makeRoom: () => expectOk('CONFIG SET maxmemory 0'),
    makeReadOnly: async () => expectOk(`REPLICAOF 127.0.0.1 ${await freePort()}`),
    makeWritable: () => expectOk('REPLICAOF NO ONE'),
  });
}

async function expectAnswer(port: number, line: string, wanted: string): Promise<void> {
  const answer = await sendCommand(port, line);
  if (answer.trim() !== wanted) throw new Error(`Redis answered ${line} with: ${answer}`);
}

/** Sends an inline command on a connection of its own. Rejects after 5 s without an answer. */
function sendCommand(port: number, line: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(`${line}\r\nQUIT\r\n`));
    socket.setEncoding('utf8').setTimeout(5_000, () => {
      socket.destroy(new Error(`Redis did not answer ${line} within 5 s.`));
    });
    socket.on('data', (data: string) => {
      answer += data;
    });
    socket.once('error', reject);
    socket.once('close', () => resolve(answer.replace(/\+OK\r\n$/, '')));
  });
}
