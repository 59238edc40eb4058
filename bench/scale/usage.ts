import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

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

/** The size of a folder on the disk, in MB. */
export function megabytesIn(folder: string): number {
  const [kibibytes = '0'] = execFileSync('du', ['-sk', folder]).toString().split('\t');
  return Math.round((Number(kibibytes) * 1024) / 1e6);
}
