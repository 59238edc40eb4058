import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { dirtyItemAt } from '../../input/dirty-item.ts';
import { variedItemAt } from '../../tests/support/scan/varied-items.ts';
import { service } from '../process.ts';
import { startKeptServer } from './kept-server.ts';
import { usageOf } from './usage.ts';

/** The engines by their names on the command line. */
export const engines = ['sqlite', 'mariadb', 'mysql'] as const;

/** What data to build. */
export interface DataOptions {
  readonly engine: (typeof engines)[number];
  /** The number of items that are imported; about 3.5 % of the generator's are rejected or repeated. */
  readonly records: number;
  readonly folder: string;
  /** The generator's titles alone, or every second one in another script, short, or repetitive. */
  readonly texts: 'generated' | 'varied';
}

/** A database to measure. */
export interface Data {
  readonly url: string;
  /** The process of its server, if the bench has started one. */
  readonly pid?: number;
  /** How the import went; undefined if the database was given. */
  readonly imported: Imported | undefined;
  /** The files of its tables; undefined if the database was given. */
  readonly files: string | undefined;
  stop(): Promise<void>;
}

/** How an import went. */
export interface Imported {
  /** Seconds, on the clock and of the processor. */
  readonly seconds: number;
  readonly cpuSeconds: number;
  /** The most memory that the process held, in MiB. */
  readonly mebibytes: number;
}

/** Opens the database of an earlier run with the same options, or builds it by `records import`. */
export async function buildData({ engine, records, folder, texts }: DataOptions): Promise<Data> {
  const own = resolve(folder, `${engine}-${texts}-${records}`);
  const resultFile = join(own, 'import.json');
  // What an interrupted run has left is of no use.
  if (!existsSync(resultFile)) rmSync(own, { recursive: true, force: true });
  mkdirSync(own, { recursive: true });
  const server =
    engine === 'sqlite'
      ? {
          url: `sqlite:${join(own, 'records.db')}`,
          tables: own,
          pid: undefined,
          stop: async () => {},
        }
      : await startKeptServer(engine, own);
  try {
    // Also of data that an earlier version has built.
    execFileSync(process.execPath, [...service, 'migrate', 'up'], {
      env: { ...process.env, DATABASE_URL: server.url },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    if (!existsSync(resultFile)) {
      console.log(`Importing ${records.toLocaleString('en')} items into ${own} …`);
      const itemAt = texts === 'varied' ? variedItemAt : generatedItemAt;
      const imported = await importItems(server.url, records, itemAt, own);
      writeFileSync(resultFile, JSON.stringify(imported));
    }
    const imported = JSON.parse(readFileSync(resultFile, 'utf8')) as Imported;
    const { url, pid, tables: files, stop } = server;
    return { url, imported, files, stop, ...(pid !== undefined && { pid }) };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

const generatedItemAt = (index: number) => dirtyItemAt({ seed: 1, clean: false }, index);

async function importItems(
  url: string,
  count: number,
  itemAt: (index: number) => object,
  folder: string,
): Promise<Imported> {
  const started = performance.now();
  const args = [...service, 'import', '--format', 'ndjson', '--progress', 'none', '--quiet', '-'];
  const child = spawn(process.execPath, args, {
    env: { ...process.env, DATABASE_URL: url, XDG_STATE_HOME: join(folder, 'state') },
    stdio: ['pipe', 'ignore', 'inherit'],
  });
  const ended = once(child, 'exit');
  let usage = { cpuSeconds: 0, peak: 0 };
  const watch = async () => {
    for (; child.exitCode === null && child.signalCode === null; await pause(100)) {
      // What it used since the last look is lost when it ends.
      usage = usageOf(child.pid ?? 0) ?? usage;
    }
  };
  const sent = pipeline(Readable.from(lines(count, itemAt)), child.stdin);
  await Promise.all([sent, watch()]);
  const [code] = await ended;
  // 2: some rows were rejected, as they should be.
  if (code !== 0 && code !== 2) throw new Error(`The import ended with exit code ${code}.`);
  const seconds = (performance.now() - started) / 1000;
  return { seconds, cpuSeconds: usage.cpuSeconds, mebibytes: usage.peak };
}

function* lines(count: number, itemAt: (index: number) => object): Generator<string> {
  const atOnce = 200;
  for (let from = 0; from < count; from += atOnce) {
    const length = Math.min(atOnce, count - from);
    const part = Array.from({ length }, (_, at) => JSON.stringify(itemAt(from + at)));
    yield `${part.join('\n')}\n`;
  }
}
