import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '../tests/support/servers/private-server.ts';

const canPin =
  availableParallelism() > 1 && spawnSync('taskset', ['-c', '0,1', 'true']).status === 0;

/** What starts the command line of the service, as `npm start` does. */
export const service: readonly string[] = ['--max-semi-space-size=8', 'dist/main.js'];

/** The core that is measured, and the one of everything that it is measured with. */
export type Core = 0 | 1;

/** A command that runs on one core alone, where that can be said. */
export function pinned(core: Core, command: readonly string[]): [string, string[]] {
  const [program = '', ...args] = canPin ? ['taskset', '-c', String(core), ...command] : command;
  return [program, args];
}

/** Moves a process that runs already, with all its threads. */
export function pin(core: Core, pid: number): void {
  if (canPin) execFileSync('taskset', ['-a', '-c', '-p', String(core), String(pid)]);
}

/** An HTTP server in a process of its own. */
export interface ServerProcess {
  readonly address: string;
  readonly pid: number;
  /** The memory that the process holds now, in MiB. */
  memory(): number;
  /** The processor time that the process has used, in milliseconds. */
  cpu(): number;
  stop(): Promise<void>;
}

/** Starts a Node.js program that listens on the port of `PORT`. */
export async function startServer(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  core?: Core,
): Promise<ServerProcess> {
  const port = await freePort();
  const command = [process.execPath, ...args];
  const [program, rest] = core === undefined ? [command[0] ?? '', args] : pinned(core, command);
  const child = spawn(program, [...rest], {
    env: { ...process.env, PORT: String(port), ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const address = `http://127.0.0.1:${port}`;
  for (const deadline = performance.now() + 60_000; ; await pause(50)) {
    if (await listens(address)) break;
    if (child.exitCode === null && performance.now() < deadline) continue;
    child.kill('SIGKILL');
    throw new Error(`${args.join(' ')} did not start.`);
  }
  return {
    address,
    pid: child.pid ?? 0,
    memory() {
      const kibibytes = execFileSync('ps', ['-o', 'rss=', '-p', String(child.pid)]).toString();
      return Math.round(Number(kibibytes) / 1024);
    },
    cpu() {
      const [, after = ''] = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ');
      const [user = 0, system = 0] = after.split(' ').slice(11, 13).map(Number);
      return (user + system) * 10;
    },
    async stop() {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
}

async function listens(address: string): Promise<boolean> {
  try {
    await (await fetch(`${address}/livez`)).arrayBuffer();
    return true;
  } catch {
    return false;
  }
}

/** Sends an operation, which must succeed, and returns its data and how many milliseconds it took. */
export async function ask<Data>(
  address: string,
  query: string,
  variables: object = {},
): Promise<{ data: Data; ms: number }> {
  const started = performance.now();
  const response = await fetch(`${address}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = (await response.json()) as { data: Data; errors?: unknown };
  if (errors) throw new Error(JSON.stringify(errors));
  return { data, ms: performance.now() - started };
}
