import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { Terminal } from '../../src/cli/output/terminal.js';
import { run } from '../../src/cli/run.js';
import { type Item, item } from './service.js';
import { testTerminal } from './terminal.js';

/** How a command ended, and what it said. */
export interface Ended {
  readonly code: number;
  readonly printed: string;
  readonly errors: string;
}

/** A temporary folder in which `records import` runs, with the state that it keeps. */
export interface ImportFolder {
  readonly path: string;
  readonly env: Record<string, string>;
  file(name: string): string;
  /** Writes a file and returns its path. */
  write(name: string, content: string | Buffer): Promise<string>;
  read(name: string): Promise<string>;
  readJson<Content>(name: string): Promise<Content>;
  /** Runs `records import` until it ends by itself. */
  import(args: readonly string[], given?: Partial<Terminal>): Promise<Ended>;
  remove(): Promise<void>;
}

const goesOn = () => new Promise<void>(() => {});

/** Makes a folder whose commands import into this database unless they are told otherwise. */
export async function importFolder(databaseUrl = 'sqlite::memory:'): Promise<ImportFolder> {
  const path = await mkdtemp(join(tmpdir(), 'records-import-'));
  const env = { DATABASE_URL: databaseUrl, XDG_STATE_HOME: join(path, 'state') };
  const file = (name: string) => join(path, name);
  const read = (name: string) => readFile(file(name), 'utf8');
  return {
    path,
    env,
    file,
    async write(name, content) {
      await writeFile(file(name), content);
      return file(name);
    },
    read,
    readJson: async (name) => JSON.parse(await read(name)),
    async import(args, given = {}) {
      const terminal = testTerminal(env, { waitForStop: goesOn, ...given });
      const code = await run(['import', ...args], terminal);
      return { code, printed: terminal.printed(), errors: terminal.errors() };
    },
    remove: () => rm(path, { recursive: true, maxRetries: 5 }),
  };
}

/** Standard input that holds this text. */
export const typed = (text: string): Partial<Terminal> => ({
  input: () => Readable.from([Buffer.from(text)]),
});

/** Items as NDJSON. */
export const ndjson = (items: readonly unknown[]): string =>
  items.map((each) => `${JSON.stringify(each)}\n`).join('');

/** Items of which every tenth is one that came before and every twentieth is rejected. */
export function mixedItems(count: number): Item[] {
  return Array.from({ length: count }, (_, n) => {
    if (n % 20 === 7) return { title: null, uri: `/${n}`, date: '2014-03-08' };
    const number = n % 10 === 3 ? n - 3 : n;
    return item({ title: `Item ${number}`, uri: `https://h${number % 31}.example/${number}` });
  });
}

/** What becomes of {@link mixedItems} in an empty database. */
export function mixedCounts(count: number) {
  const ends = (digit: number, of: number) => Math.floor((count - 1 - digit) / of) + 1;
  const [duplicates, rejected] = [ends(3, 10), ends(7, 20)];
  return { received: count, inserted: count - duplicates - rejected, duplicates, rejected };
}
