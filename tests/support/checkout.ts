import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { buildEnv, linkBuild } from './build.js';

/** The built project, in whose folder the command line runs as a user runs it. */
export interface Checkout {
  readonly folder: string;
  /** Starts `records` with the arguments, on a free port and a database of its own. */
  records(args: readonly string[], env?: Record<string, string>): Command;
  /** Runs a line of bash, in which `records` is the command line; fails when the line does. */
  inShell(
    line: string,
    env?: Record<string, string>,
  ): Promise<{ readonly stdout: string; readonly stderr: string }>;
  remove(): Promise<void>;
}

/** A process that runs. */
export interface Command {
  readonly child: ChildProcess;
  output(): string;
  /** Waits until the output matches, and returns the match. Throws when the process ends before. */
  until(pattern: RegExp): Promise<RegExpExecArray>;
  /** Waits for the end and returns how it came: the exit code, or the signal. */
  ended(): Promise<number | NodeJS.Signals | null>;
}

/** Puts the build of this run, with what the command line reads, into a temporary folder. */
export async function checkOut(): Promise<Checkout> {
  const { folder, remove } = await linkBuild();
  return {
    folder,
    records: (args, env = {}) =>
      follow(
        spawn(process.execPath, [join(folder, 'dist/main.js'), ...args], {
          cwd: folder,
          env: { ...buildEnv(), PORT: '0', ...env },
        }),
      ),
    inShell(line, env = {}) {
      const records = `${process.execPath} ${join(folder, 'dist/main.js')}`;
      const script = `set -o pipefail; records() { ${records} "$@"; }; ${line}`;
      return promisify(execFile)('bash', ['--norc', '-c', script], {
        env: { ...buildEnv(), ...env },
        maxBuffer: 1e9,
      });
    },
    remove,
  };
}

/** Waits until a port of this machine takes no new connection. */
export async function refused(port: number): Promise<void> {
  for (;;) {
    const socket = connect(port, '127.0.0.1');
    const outcome = await Promise.race([
      once(socket, 'connect').then(() => 'connected'),
      new Promise((failed) => socket.on('error', () => failed('refused'))),
    ]);
    socket.destroy();
    if (outcome === 'refused') return;
    await pause(20);
  }
}

/** Follows the output of a process. */
export function follow(child: ChildProcess): Command {
  let output = '';
  const ended = once(child, 'close');
  // A process may end before it has read all of its input.
  child.stdin?.on('error', () => {});
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  return {
    child,
    output: () => output,
    async until(pattern) {
      for (;;) {
        const match = pattern.exec(output);
        if (match) return match;
        if (child.exitCode !== null) throw new Error(`It ended without ${pattern}:\n${output}`);
        const more = child.stdout && once(child.stdout, 'data');
        await Promise.race([more, ended]);
      }
    },
    async ended() {
      await ended;
      return child.exitCode ?? child.signalCode;
    },
  };
}
