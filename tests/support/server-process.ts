import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type Build, buildEnv } from './build.js';

/** A server that runs as a process of its own. */
export interface ServerProcess {
  /** Its URL, like `http://127.0.0.1:8000`. */
  readonly address: string;
  /** Sends an operation over HTTP. Rejects when the server goes away before it has answered. */
  ask(query: string, variables?: Record<string, unknown>): Promise<{ readonly data?: unknown }>;
  /** Ends the process with SIGTERM, and waits for that. */
  stop(): Promise<void>;
  /** Ends the process with SIGKILL, which it can neither notice nor delay. */
  kill(): Promise<void>;
}

/**
 * Starts `records serve` on a free port and waits until it listens.
 *
 * @param onOutput is called with everything that it prints, errors included
 */
export async function startProcess(
  { folder }: Build,
  env: Record<string, string>,
  onOutput?: (text: string) => void,
): Promise<ServerProcess> {
  const child = spawn(process.execPath, [join(folder, 'dist/main.js'), 'serve'], {
    env: { ...buildEnv(), PORT: '0', ...env },
    stdio: ['ignore', 'pipe', onOutput ? 'pipe' : 'inherit'],
  });
  if (onOutput) {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', onOutput);
    }
  }
  const address = await addressOf(child);
  return {
    address,
    async ask(query, variables = {}) {
      const response = await fetch(`${address}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query, variables }),
      });
      return (await response.json()) as { data?: unknown };
    },
    stop: () => end(child, 'SIGTERM'),
    kill: () => end(child, 'SIGKILL'),
  };
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  const ended = once(child, 'close');
  child.kill(signal);
  await ended;
}

function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`The server ended with ${code} at its start.`)));
    if (child.stdout === null) return;
    createInterface({ input: child.stdout }).on('line', (line) => {
      const [address] = /http:\/\/[\d.]+:\d+/.exec(line) ?? [];
      if (address !== undefined) resolve(address);
    });
  });
}
