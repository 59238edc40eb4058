import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readlinkSync, statSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { expect, test } from '@jest/globals';
import { until } from '../../until.js';
import { describeWithServers } from '../engines.js';

const servers = new URL('../', import.meta.url).href;

/** A process that starts a server of each kind, and tells their processes and then ends in some way. */
async function startOwner(ending: string): Promise<{
  pids: number[];
  folders: string[];
  end: (signal?: NodeJS.Signals) => Promise<unknown>;
}> {
  const code = `
    const { startRedis } = await import('${servers}redis.ts');
    const { startMariaDb } = await import('${servers}mariadb.ts');
    const started = await Promise.all([startRedis(), startMariaDb()]);
    await started[0].freeze();
    process.stdin.once('data', () => { process.stdin.unref(); ${ending} });
    console.log(JSON.stringify(started.map(({ pid }) => pid)));
  `;
  const owner = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', '--input-type=module', '--eval', code],
    { stdio: ['pipe', 'pipe', 'ignore'] },
  );
  const [line] = await once(createInterface(owner.stdout), 'line');
  const pids = JSON.parse(line) as number[];
  return {
    pids,
    folders: pids.map(folderOf),
    end: async (signal) => {
      const ended = once(owner, 'exit');
      if (signal) owner.kill(signal);
      else owner.stdin.write('end\n');
      await ended;
    },
  };
}

function folderOf(pid: number): string {
  const folder = /^\/tmp\/records-servers-\w+/.exec(readlinkSync(`/proc/${pid}/cwd`));
  return folder?.[0] ?? '';
}

// The processes of others are looked up in /proc.
const describeOnLinux = process.platform === 'linux' ? describeWithServers : () => {};

describeOnLinux('private servers', () => {
  test.each<[string, string, NodeJS.Signals | undefined]>([
    ['is killed', '', 'SIGKILL'],
    ['is interrupted by Ctrl-C', '', 'SIGINT'],
    ['is terminated', '', 'SIGTERM'],
    ['throws', 'throw new Error("on purpose")', undefined],
    ['exits', 'process.exit(0)', undefined],
    ['forgets them', '', undefined],
    ['stops them', 'for (const server of started) void server.stop()', undefined],
  ])(
    'are gone with their folders when the process that started them %s',
    async (_, ending, signal) => {
      const { pids, folders, end } = await startOwner(ending);
      expect(folders.every((folder) => existsSync(folder))).toBe(true);
      await end(signal);
      await until('no process is left', () => !pids.some((pid) => existsSync(`/proc/${pid}`)));
      await until('no folder is left', () => !folders.some((folder) => existsSync(folder)));
    },
    60_000,
  );

  test('are not run by root', async () => {
    const { pids, end } = await startOwner('');
    expect(pids.map((pid) => statSync(`/proc/${pid}`).uid)).not.toContain(0);
    await end();
  }, 30_000);
});
