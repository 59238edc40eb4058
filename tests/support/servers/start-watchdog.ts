import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { Order, Program, Report } from '#servers/watchdog';

/** A program that runs under a watchdog. */
export interface Running {
  readonly pid: number;
  /** Settles when the program is gone: `exit 0`, or the name of a signal. */
  readonly ended: Promise<string>;
}

/** Owns a temporary folder and what runs in it; both are gone when this process is, however it ends. */
export interface Watchdog {
  readonly folder: string;
  run(program: Program): Promise<Running>;
  signal(signal: NodeJS.Signals): Promise<void>;
  /** Keeps this process from ending before the promise has settled. */
  wait<Value>(promise: Promise<Value>): Promise<Value>;
  /** What the programs have written, for error messages. */
  log(): Promise<string>;
  /** Kills what runs and removes the folder. */
  close(): Promise<void>;
}

/** Starts a watchdog whose programs run as the first of the users that exists, where this is root. */
export async function startWatchdog(users: readonly string[]): Promise<Watchdog> {
  // Detached, so that Ctrl-C reaches the tests alone; --experimental-vm-modules is Jest's business.
  const child = fork(new URL('watchdog.ts', import.meta.url), unprivileged(users), {
    detached: true,
    execArgv: ['--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const answers: ((report: Report) => void)[] = [];
  let tellEnd: (how: string) => void = () => {};
  child.on('message', (report: Report) => {
    if ('ended' in report) tellEnd(report.ended);
    else answers.shift()?.(report);
  });
  const died = new Promise<never>((_, reject) => {
    child.once('exit', () => reject(new Error('The watchdog ended.')));
  });
  died.catch(() => {});
  // A server that a test forgot must not keep the tests from ending, what they wait for must.
  let waiting = 0;
  const wait = async <Value>(promise: Promise<Value>): Promise<Value> => {
    if (waiting++ === 0) child.channel?.ref();
    try {
      return await Promise.race([promise, died]);
    } finally {
      if (--waiting === 0) child.channel?.unref();
    }
  };
  const answer = (): Promise<Report> => wait(new Promise((resolve) => answers.push(resolve)));
  child.unref();
  const ask = (order: Order): Promise<Report> => {
    if (!child.connected) return Promise.reject(new Error('The server was stopped.'));
    child.send(order);
    return answer();
  };

  const first = await answer();
  if (!('ready' in first)) throw new Error('The watchdog did not say where its folder is.');
  const { folder } = first.ready;
  const log = (): Promise<string> => readFile(`${folder}/log`, 'utf8').catch(() => '');
  return {
    folder,
    wait,
    log,
    async run(program) {
      const ended = new Promise<string>((resolve) => {
        tellEnd = resolve;
      });
      const report = await ask({ run: program });
      const pid = 'done' in report ? report.done.pid : undefined;
      if (pid === undefined) throw new Error(`${program.command}: ${await wait(ended)}`);
      return { pid, ended };
    },
    async signal(signal) {
      await ask({ signal });
    },
    async close() {
      if (!child.connected) return;
      child.ref();
      const gone = once(child, 'exit');
      child.disconnect();
      await gone;
    },
  };
}

function unprivileged(users: readonly string[]): string[] {
  if (process.getuid?.() !== 0) return [];
  const accounts = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const account = users.map((user) => accounts.find(([name]) => name === user)).find(Boolean);
  if (!account) throw new Error(`Not one of the users ${users.join(', ')} exists here.`);
  return account.slice(2, 4);
}
