import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';
import { dateCases } from './date-cases.js';

const script = fileURLToPath(new URL('./print-outcomes.ts', import.meta.url));

async function printOutcomes(timeZone: string): Promise<unknown> {
  const { stdout } = await promisify(execFile)(process.execPath, [script], {
    env: { ...process.env, TZ: timeZone, NODE_OPTIONS: '' },
  });
  return JSON.parse(stdout);
}

test.each([
  'America/New_York',
  'America/St_Johns',
  'Asia/Calcutta',
  'Pacific/Apia',
  'Europe/Lisbon',
  'UTC',
])(
  'every date means the same in a process with the time zone %s',
  async (timeZone) => {
    const outcomes = Object.values(dateCases)
      .flat()
      .map(([, outcome]) => outcome);
    expect(await printOutcomes(timeZone)).toEqual({ timeZone, outcomes });
  },
  20_000,
);
