import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { get, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { type Checkout, checkOut } from '../support/checkout.js';
import { fillWithLongRecords } from '../support/exported.js';
import { startService } from '../support/service.js';

// Processes take their time to start where the machine is busy.
jest.setTimeout(120_000);

// 200 MB of records; collected, they would take as much and more.
const count = 100_000;
// A process that does nothing has more than 100 already.
const allowedMegabytes = 280;

let checkout: Checkout;
let folder: string;
let env: Record<string, string>;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'records-memory-'));
  env = { DATABASE_URL: `sqlite:${join(folder, 'records.db')}`, LOG_LEVEL: 'info' };
  const service = await startService({ ...env, LOG_LEVEL: 'silent' });
  await fillWithLongRecords(service, count);
  await service.stop();
  checkout = await checkOut();
});
afterAll(async () => {
  await checkout.remove();
  await rm(folder, { recursive: true });
});

/** The most memory that a process has had, in megabytes; 0 when it has ended. */
function peakOf(pid: number | undefined): number {
  const [, kilobytes = 0] = /VmHWM:\s+(\d+) kB/.exec(told(pid, 'status')) ?? [];
  return Number(kilobytes) / 1024;
}

/** The processor time that a process has used, in ticks. */
function usedBy(pid: number | undefined): number {
  const fields = told(pid, 'stat').split(') ')[1]?.split(' ') ?? [];
  return Number(fields[11] ?? 0) + Number(fields[12] ?? 0);
}

function told(pid: number | undefined, name: string): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'latin1');
  } catch {
    // Only Linux tells, of processes that are there.
    return '';
  }
}

/**
 * Reads nothing until the process has nothing more to do, then all; and returns the most megabytes
 * that the process has had.
 */
async function peakWhileReading(stream: Readable, pid: number | undefined): Promise<number> {
  await once(stream, 'readable');
  for (let used = -1; used !== usedBy(pid); await pause(500)) used = usedBy(pid);
  let peak = peakOf(pid);
  let bytes = 0;
  for await (const chunk of stream) {
    bytes += chunk.length;
    peak = Math.max(peak, peakOf(pid));
  }
  expect(bytes).toBeGreaterThan(count * 2000);
  return peak;
}

test('a slow client of an export costs the service no memory', async () => {
  const command = checkout.records(['serve'], env);
  const [address] = await command.until(/http:\/\/127\.0\.0\.1:\d+/);
  const request = get(`${address}/v1/export?format=json`, { agent: false });
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  expect(await peakWhileReading(response, command.child.pid)).toBeLessThan(allowedMegabytes);
  command.child.kill();
  await command.ended();
});

test('a slow reader of records export costs the command no memory', async () => {
  const main = join(checkout.folder, 'dist/main.js');
  const stdio = ['ignore', 'pipe', 'inherit'] as const;
  const child = spawn(process.execPath, [main, 'export'], { env, stdio: [...stdio] });
  const ended = once(child, 'exit');
  expect(await peakWhileReading(child.stdout as Readable, child.pid)).toBeLessThan(
    allowedMegabytes,
  );
  expect((await ended)[0]).toBe(0);
});
