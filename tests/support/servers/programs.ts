import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';
import type { Program } from '#servers/watchdog';

/** The path of the first of some programs, also where only root has its folder in PATH. */
export function findProgram(...names: readonly string[]): string | undefined {
  return findPrograms(...names)[0];
}

/** The paths of all programs of some names. */
export function findPrograms(...names: readonly string[]): string[] {
  const folders = `${process.env.PATH}:/usr/sbin:/usr/local/sbin:/usr/local/bin:/opt/homebrew/bin`;
  const paths = names.flatMap((name) => folders.split(':').map((folder) => join(folder, name)));
  return paths.filter(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Whether Docker can run an image. */
export function isDockerHere(): boolean {
  return spawnSync('docker', ['info'], { timeout: 10_000 }).status === 0;
}

let containers = 0;

/** An image run in the foreground, removed when it ends, published on 127.0.0.1 alone. */
export function dockerRun(
  image: string,
  ports: `${number}:${number}`,
  options: readonly string[],
  args: readonly string[] = [],
): Program {
  containers += 1;
  const container = `records-servers-${process.pid}-${containers}`;
  const flags = ['--rm', '--name', container, '--publish', `127.0.0.1:${ports}`, ...options];
  return { command: 'docker', args: ['run', ...flags, image, ...args], container };
}
