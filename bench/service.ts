import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A service in a process of its own, on an empty database. */
export interface MeasuredService {
  /** Sends an operation and returns its data and how many milliseconds the answer took. */
  ask<Data>(query: string, variables: object): Promise<{ data: Data; ms: number }>;
  /** The most memory that the process has held at once so far, in MiB (Linux), or holds now. */
  memory(): number;
  stop(): Promise<void>;
}

/** Starts `dist/main.js serve`, which must have been built. */
export async function startMeasured(): Promise<MeasuredService> {
  const folder = mkdtempSync(join(tmpdir(), 'records-bench-'));
  const child = spawn(process.execPath, ['dist/main.js', 'serve'], {
    env: {
      ...process.env,
      DATABASE_URL: `sqlite:${join(folder, 'records.db')}`,
      PORT: '0',
      LOG_LEVEL: 'info',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const address = await new Promise<string>((resolve, reject) => {
    child.once('exit', () => reject(new Error('The service did not start.')));
    child.stdout.on('data', (chunk: Buffer) => {
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(chunk.toString());
      if (found) resolve(found[0]);
    });
  });
  return {
    async ask<Data>(query: string, variables: object) {
      const started = performance.now();
      const response = await fetch(`${address}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query, variables }),
      });
      const { data, errors } = (await response.json()) as { data: Data; errors?: unknown };
      if (errors) throw new Error(JSON.stringify(errors));
      return { data, ms: performance.now() - started };
    },
    memory() {
      const kibibytes = execFileSync('ps', ['-o', 'rss=', '-p', String(child.pid)]).toString();
      return Math.round(Number(kibibytes) / 1024);
    },
    async stop() {
      child.kill('SIGTERM');
      await once(child, 'exit');
      rmSync(folder, { recursive: true });
    },
  };
}
