// How fast files come in, as ratios to what the databases can do with the same rows at all.
import { execFileSync } from 'node:child_process';
import { createReadStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startMariaDb } from '../tests/support/servers/mariadb.ts';
import { bareRecordInserts, bareRowInserts } from './import/bare-inserts.ts';
import { loadData, type TableName } from './import/load-data.ts';
import { normalisedRows, normalising } from './import/normalised-rows.ts';
import { service } from './process.ts';
import { median } from './table.ts';

const rounds = Number(process.env.BENCH_ROUNDS ?? 3);
const count = Number(process.env.BENCH_ROWS ?? 500_000);
// What the service that this one replaces did where LOAD DATA into its table did 150,000.
const oldServicePart = 5.6 / 150;

const folder = mkdtempSync(join(tmpdir(), 'records-bench-'));
const file = join(folder, 'rows.ndjson');
const node = (...args: string[]) =>
  execFileSync(process.execPath, args, { env: { ...process.env }, encoding: 'utf8' });
const thousands = (perSecond: number) => `${(perSecond / 1000).toFixed(1)} k rows/s`;
const say = (what: string, perSecond: number, ...ratios: [number, string][]) =>
  console.log(
    `${what.padEnd(58)} ${thousands(perSecond).padStart(14)}${ratios.map(([to, of]) => `, ${(perSecond / to).toFixed(2)} of ${of}`).join('')}`,
  );

interface Once {
  readonly received: number;
  readonly ms: number;
  readonly mebibytes: number;
}

/** Imports the file into new databases, and returns the run of median speed. */
async function imported(newUrl: () => Promise<string>, index: 'with' | 'without'): Promise<Once> {
  const runs: Once[] = [];
  for (let round = 0; round < rounds; round++) {
    const url = await newUrl();
    execFileSync(process.execPath, [...service, 'migrate', 'up'], {
      env: { ...process.env, DATABASE_URL: url },
    });
    runs.push(
      JSON.parse(node('--max-semi-space-size=8', 'bench/import/once.ts', url, file, index)),
    );
  }
  const middle = median(runs.map(({ ms }) => ms));
  return runs.find(({ ms }) => ms === middle) as Once;
}

async function several(once: () => number | Promise<number>): Promise<number> {
  const all: number[] = [];
  for (let round = 0; round < rounds; round++) all.push(await once());
  return median(all);
}

async function compare(
  name: string,
  newUrl: () => Promise<string>,
  references: [number, string][],
) {
  const without = await imported(newUrl, 'without');
  say(
    `${name}: import without the search index`,
    (without.received / without.ms) * 1000,
    ...references,
  );
  const whole = await imported(newUrl, 'with');
  say(`${name}: import with the search index`, (whole.received / whole.ms) * 1000, ...references);
  const part = Math.round((1 - without.ms / whole.ms) * 100);
  console.log(`  the search index takes ${part} % of it; the process ${whole.mebibytes} MiB`);
}

try {
  node('input/generate.ts', '--count', String(count), '--format', 'ndjson', '--output', file);
  for (const [name, perSecond] of await normalising(createReadStream(file))) {
    say(`normalising alone, ${name}`, perSecond);
  }
  const rows = await normalisedRows(createReadStream(file));

  let databases = 0;
  const newFile = () => join(folder, `${++databases}.db`);
  const bareRows = await several(() => bareRowInserts(newFile(), rows));
  say('SQLite: bare inserts of title, uri, date; no index', bareRows);
  const bareRecords = await several(() => bareRecordInserts(newFile(), rows));
  say('SQLite: bare inserts into the table with its indexes', bareRecords);
  await compare('SQLite', async () => `sqlite:${newFile()}`, [
    [bareRows, 'bare without indexes'],
    [bareRecords, 'bare with them'],
  ]);

  const mariadb = await startMariaDb([
    '--innodb-buffer-pool-size=1G',
    '--innodb-log-file-size=512M',
    '--local-infile=1',
  ]);
  try {
    const newUrl = async () => mariadb.url(await mariadb.createDatabase(), 'mariadb');
    const load = (table: TableName) =>
      several(async () => loadData(mariadb.adminUrl, await mariadb.createDatabase(), rows, table));
    const ofOldTable = await load('old service');
    say("MariaDB: LOAD DATA LOCAL into the old service's table", ofOldTable);
    say('  what the old service would do here', ofOldTable * oldServicePart);
    const ofRecords = await load('record');
    say('MariaDB: LOAD DATA LOCAL into the table with its indexes', ofRecords);
    await compare('MariaDB', newUrl, [
      [ofRecords, 'LOAD DATA'],
      [ofOldTable * oldServicePart, 'the old service'],
    ]);
  } finally {
    await mariadb.stop();
  }
} finally {
  rmSync(folder, { recursive: true });
}
