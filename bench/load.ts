import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';
import { pinned } from './process.ts';

/** Requests to send. */
export interface Load {
  readonly method: 'GET' | 'POST';
  /** The path and query of each. */
  readonly path: string;
  /** The body; where it has two parts, a number of nine digits stands between them, always another. */
  readonly body?: readonly [before: string, after?: string];
  /** The bearer token of each. */
  readonly token?: string;
}

/** What came of them. */
export interface LoadResult {
  readonly perSecond: number;
  /** Milliseconds within which 99 of 100 were answered. */
  readonly p99: number;
  /** How many were refused or not answered. */
  readonly failed: number;
}

const connections = 32;
const hasWrk = spawnSync('wrk', ['--version']).error === undefined;
const here = (name: string) => new URL(`load/${name}`, import.meta.url).pathname;

/** Sends requests for so many seconds, from the other core. */
export async function send(
  address: string,
  { method, path, body = [''], token }: Load,
  seconds: number,
): Promise<LoadResult> {
  const url = `${address}${path}`;
  const command = hasWrk
    ? ['wrk', '-t1', `-c${connections}`, `-d${seconds}s`, '-s', here('wrk.lua'), url]
    : [process.execPath, here('autocannon.js')];
  const [before, after] = body;
  const [program, args] = pinned(1, command);
  const { stdout } = await promisify(execFile)(program, args, {
    env: {
      ...process.env,
      LOAD_URL: url,
      LOAD_METHOD: method,
      LOAD_SECONDS: String(seconds),
      LOAD_CONNECTIONS: String(connections),
      LOAD_BODY_BEFORE: before,
      ...(token !== undefined && { LOAD_TOKEN: token }),
      ...(after !== undefined && { LOAD_BODY_AFTER: after }),
    },
  });
  const [, json = ''] = /^result (.*)$/m.exec(stdout) ?? [];
  return JSON.parse(json) as LoadResult;
}
