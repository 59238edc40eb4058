import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, closeSync, mkdtempSync, openSync, rmSync } from 'node:fs';

/** A program that the watchdog runs, in its folder and with its output in the file `log` there. */
export interface Program {
  readonly command: string;
  readonly args: readonly string[];
  /** The Docker container that the command runs: signals go there. */
  readonly container?: string;
}

export type Order = { readonly run: Program } | { readonly signal: NodeJS.Signals };
export type Report =
  | { readonly ready: { readonly folder: string } }
  | { readonly done: { readonly pid: number | undefined } }
  | { readonly ended: string };

// A process of its own: it outlives whoever asked for the server just long enough to remove it,
// whether that one left in order, threw, or was killed.
if (process.send) {
  const [uid, gid] = process.argv.slice(2).map(Number);
  const owner = uid === undefined || gid === undefined ? undefined : { uid, gid };
  // Not os.tmpdir(): the path of a Unix socket may have about 100 characters, and TMPDIR many.
  const folder = mkdtempSync('/tmp/records-servers-');
  if (owner) chownSync(folder, owner.uid, owner.gid);

  let running: { program: Program; child: ChildProcess } | undefined;
  const report = (message: Report): void => {
    if (process.connected) process.send?.(message);
  };

  const run = (program: Program): number | undefined => {
    const log = openSync(`${folder}/log`, 'a');
    const child = spawn(program.command, program.args, {
      cwd: folder,
      stdio: ['ignore', log, log],
      detached: true,
      ...(program.container ? {} : owner),
    });
    closeSync(log);
    running = { program, child };
    const end = (how: string): void => {
      if (running?.child === child) running = undefined;
      report({ ended: how });
    };
    child.once('exit', (code, signal) => end(signal ?? `exit ${code}`));
    child.once('error', (error) => end(error.message));
    return child.pid;
  };

  const signal = (name: NodeJS.Signals): void => {
    const { program, child } = running ?? {};
    if (program?.container) spawnSync('docker', ['kill', '--signal', name, program.container]);
    // The whole group, for mariadb-install-db is a script that has a server run for it.
    else if (child?.pid) process.kill(-child.pid, name);
  };

  const cleanUp = async (): Promise<void> => {
    if (running) {
      const ended = once(running.child, 'exit');
      signal('SIGKILL');
      await ended;
    }
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    process.exit();
  };

  process.once('disconnect', cleanUp);
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(name, cleanUp);
  process.on('message', (order: Order) => {
    if ('run' in order) return report({ done: { pid: run(order.run) } });
    signal(order.signal);
    report({ done: { pid: running?.child.pid } });
  });
  report({ ready: { folder } });
}
