import { cp, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');

/** A copy of the built service that a test may change. */
export interface Build {
  readonly folder: string;
  remove(): Promise<void>;
}

/** Copies what the global setup has compiled for this run; the `dist` of the checkout may be old. */
export async function copyBuild(compiled = process.env.RECORDS_TEST_BUILD): Promise<Build> {
  if (!compiled) throw new Error('This run has no build: add .process to the name of the suite.');
  const folder = await mkdtemp(join(tmpdir(), 'records-checkout-'));
  await cp(compiled, join(folder, 'dist'), { recursive: true });
  for (const name of ['schema', 'input', 'package.json']) {
    await cp(join(root, name), join(folder, name), { recursive: true });
  }
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  return { folder, remove: () => rm(folder, { recursive: true, maxRetries: 5 }) };
}
