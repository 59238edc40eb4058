import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import { run } from '../../src/cli/run.js';
import { testTerminal } from './terminal.js';

/** A folder with the files of a service that is checked. */
export interface DoctorFolder {
  path(name: string): string;
  /** Runs `records doctor`, and returns the exit code and the lines, without the folder in them. */
  doctor(env: Record<string, string>): Promise<{ code: number; lines: string[] }>;
  /** The lines that are not `ok`. The exit code must be 1 exactly if a fault is among them. */
  complaints(env: Record<string, string>): Promise<string[]>;
  remove(): Promise<void>;
}

/** Makes a folder, in which the database is by default. */
export async function doctorFolder(): Promise<DoctorFolder> {
  const folder = await mkdtemp(join(tmpdir(), 'records-doctor-'));
  const path = (name: string) => join(folder, name);
  const doctor: DoctorFolder['doctor'] = async (env) => {
    const base = { DATABASE_URL: `sqlite:${path('records.db')}`, PORT: '0' };
    const terminal = testTerminal({ ...base, ...env });
    const code = await run(['doctor'], terminal);
    expect(terminal.errors()).toBe('');
    const printed = terminal.printed().replaceAll(`${folder}/`, '');
    return { code, lines: printed.trimEnd().split('\n') };
  };
  return {
    path,
    doctor,
    async complaints(env) {
      const { code, lines } = await doctor(env);
      const bad = lines.filter((line) => !line.startsWith('ok '));
      expect(code).toBe(bad.some((line) => line.startsWith('fault ')) ? 1 : 0);
      return bad;
    },
    remove: () => rm(folder, { recursive: true }),
  };
}
