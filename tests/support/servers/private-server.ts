import { readdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Running, startWatchdog, type Watchdog } from '#servers/start-watchdog';
import type { Program } from '#servers/watchdog';
import { until } from '../until.ts';

/** A server of the tests' own, on 127.0.0.1. */
export interface PrivateServer {
  readonly port: number;
  /** Changes with a restart. */
  readonly pid: number;
  /** Ends the server and removes all it wrote. */
  stop(): Promise<void>;
  /** Ends the server as a crash does (SIGKILL): connections are refused until `restart`. */
  kill(): Promise<void>;
  /** Starts the server again on its port, after a `kill` or instead of one. */
  restart(): Promise<void>;
  /** The server accepts connections and answers nothing (SIGSTOP) until `thaw`. */
  freeze(): Promise<void>;
  thaw(): Promise<void>;
}

/** What is to run. */
export interface ServerPlan {
  /** Who runs it where the tests are run by root: the first of these users that exists. */
  readonly users: readonly string[];
  /** Runs once, to its end, before the first start. */
  prepare?(folder: string): Program;
  serve(folder: string, port: number): Program;
  /** Throws as long as the server does not answer. */
  probe(port: number): Promise<void>;
}

/** Whether every thread has stopped; a signal that was sent need not have arrived everywhere. */
async function standsStill(pid: number): Promise<boolean> {
  const threads = await readdir(`/proc/${pid}/task`);
  const stats = await Promise.all(
    threads.map((thread) => readFile(`/proc/${pid}/task/${thread}/stat`, 'utf8')),
  );
  return stats.every((stat) => /.*\) T /s.test(stat));
}

// Docker may have to fetch the image first.
const readyWithinMs = 120_000;

/** Starts a server under a watchdog, on a free port, and waits until it answers. */
export async function startPrivateServer(plan: ServerPlan): Promise<PrivateServer> {
  const watchdog = await startWatchdog(plan.users);
  try {
    if (plan.prepare) await runToEnd(watchdog, plan.prepare(watchdog.folder));
    const port = await freePort();
    let running = await serve(watchdog, plan, port);
    const kill = async (): Promise<void> => {
      await watchdog.signal('SIGKILL');
      await watchdog.wait(running.ended);
    };
    return {
      port,
      get pid() {
        return running.pid;
      },
      kill,
      stop: watchdog.close,
      async freeze() {
        await watchdog.signal('SIGSTOP');
        await until('the server stands still', () => standsStill(running.pid));
      },
      thaw: () => watchdog.signal('SIGCONT'),
      async restart() {
        await kill();
        running = await serve(watchdog, plan, port);
      },
    };
  } catch (error) {
    await watchdog.close();
    throw error;
  }
}

async function serve(watchdog: Watchdog, plan: ServerPlan, port: number): Promise<Running> {
  const program = plan.serve(watchdog.folder, port);
  const running = await watchdog.run(program);
  let end: string | undefined;
  void running.ended.then((how) => {
    end = how;
  });
  for (const deadline = Date.now() + readyWithinMs; ; await sleep(20)) {
    const failure = await plan.probe(port).then(
      () => undefined,
      (error: unknown) => error,
    );
    // Another server may have taken the port since it was found free: only ours counts.
    if (end === undefined && failure === undefined) return running;
    if (end !== undefined || Date.now() > deadline) {
      throw await explain(watchdog, program, end ?? `no answer: ${failure}`);
    }
  }
}

async function runToEnd(watchdog: Watchdog, program: Program): Promise<void> {
  const end = await watchdog.wait((await watchdog.run(program)).ended);
  if (end !== 'exit 0') throw await explain(watchdog, program, end);
}

async function explain(watchdog: Watchdog, program: Program, end: string): Promise<Error> {
  const log = (await watchdog.log()).trimEnd().split('\n').slice(-40).join('\n');
  return new Error(`${program.command} failed (${end}). It said:\n${log}`);
}

/** A port of 127.0.0.1 on which nothing listens. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (!address || typeof address === 'string') throw new Error('No port was given.');
  return address.port;
}
