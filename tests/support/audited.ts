import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../src/cli/run.js';
import { testTerminal } from './terminal.js';

/** A line of an audit log. */
export type AuditLine = Readonly<Record<string, unknown>>;

/** A folder for audit logs and their keys. */
export interface AuditFolder {
  path(name: string): string;
  /** The lines of a log, parsed. */
  lines(name: string): Promise<AuditLine[]>;
  /** Runs `records audit verify`, with the names of files. */
  verify(...args: readonly string[]): Promise<{ code: number; printed: string; errors: string }>;
  /** Makes a pair of keys: `name.key` and `name.pub`. */
  makeKey(name: string): Promise<void>;
  remove(): Promise<void>;
}

export async function auditFolder(): Promise<AuditFolder> {
  const folder = await mkdtemp(join(tmpdir(), 'records-audit-'));
  const path = (name: string) => join(folder, name);
  return {
    path,
    async lines(name) {
      const text = await readFile(path(name), 'utf8');
      return text
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line));
    },
    async verify(...args) {
      const terminal = testTerminal();
      const given = args.map((each) => (/^(-|\d)/.test(each) ? each : path(each)));
      const code = await run(['audit', 'verify', ...given], terminal);
      const hide = (text: string) => text.replaceAll(`${folder}/`, '');
      return { code, printed: hide(terminal.printed()), errors: hide(terminal.errors()) };
    },
    async makeKey(name) {
      const { privateKey, publicKey } = generateKeyPairSync('ed25519');
      await writeFile(path(`${name}.key`), privateKey.export({ type: 'pkcs8', format: 'pem' }));
      await writeFile(path(`${name}.pub`), publicKey.export({ type: 'spki', format: 'pem' }));
    },
    remove: () => rm(folder, { recursive: true }),
  };
}
