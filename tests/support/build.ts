import { cp, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');

/** The built service, in a folder of its own. */
export interface Build {
  readonly folder: string;
  remove(): Promise<void>;
}

/** What processes of the build need from the environment: their compiled modules are cached for the run. */
export const buildEnv = () => ({
  PATH: process.env.PATH,
  NODE_COMPILE_CACHE: process.env.RECORDS_TEST_COMPILE_CACHE,
});

/**
 * A folder in which the build of this run, which the global setup has made, runs as if it was there. Its
 * `dist` must not be changed.
 */
export async function linkBuild(build = buildOfRun()): Promise<Build> {
  return provideBuild((folder) => symlink(join(build, 'dist'), join(folder, 'dist')));
}

/** The same with a copy of `dist`, which may be changed. */
export async function copyBuild(build = buildOfRun()): Promise<Build> {
  return provideBuild((folder) =>
    cp(join(build, 'dist'), join(folder, 'dist'), { recursive: true }),
  );
}

/** Puts what a build needs beside its `dist` into a folder. */
export async function furnish(folder: string): Promise<void> {
  for (const name of ['schema', 'input', 'package.json']) {
    await cp(join(root, name), join(folder, name), { recursive: true });
  }
  const manifest = 'page/generated/persisted-documents.json';
  await cp(join(root, manifest), join(folder, manifest));
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
}

function buildOfRun(): string {
  const build = process.env.RECORDS_TEST_BUILD;
  if (build) return build;
  throw new Error('This run has no build: add .process to the name of the suite.');
}

async function provideBuild(addCode: (folder: string) => Promise<void>): Promise<Build> {
  const folder = await mkdtemp(join(tmpdir(), 'records-checkout-'));
  await addCode(folder);
  await furnish(folder);
  return { folder, remove: () => rm(folder, { recursive: true, maxRetries: 5 }) };
}
