// cspell:ignore schedstat
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** What a process has used: seconds of the processor, and the most memory that it held, in MiB. */
export interface Usage {
  readonly cpuSeconds: number;
  readonly peak: number;
}

/** What a process of this machine (Linux) has used so far; undefined once it has ended. */
export function usageOf(pid: number): Usage | undefined {
  try {
    const [, after = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ');
    const [user = 0, system = 0] = after.split(' ').slice(11, 13).map(Number);
    const [, kibibytes] = /VmHWM:\s*(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    if (kibibytes === undefined) return undefined;
    return { cpuSeconds: (user + system) / 100, peak: Math.round(Number(kibibytes) / 1024) };
  } catch {
    return undefined;
  }
}

/**
 * The milliseconds of the processor that a process (Linux) has used so far, all its threads together;
 * unlike times on the clock, they are the same on a busy machine.
 */
export function cpuMilliseconds(pid: number): number {
  const threads = readdirSync(`/proc/${pid}/task`);
  return threads.reduce((sum, thread) => sum + threadMilliseconds(pid, thread), 0);
}

function threadMilliseconds(pid: number, thread: string): number {
  try {
    const counters = readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'latin1');
    return Number(counters.split(' ')[0]) / 1e6;
  } catch {
    // It has ended since.
    return 0;
  }
}

/** The size of a folder on the disk, in MB. */
export function megabytesIn(folder: string): number {
  const [kibibytes = '0'] = execFileSync('du', ['-sk', folder]).toString().split('\t');
  return Math.round((Number(kibibytes) * 1024) / 1e6);
}
