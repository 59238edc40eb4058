// Every row of docs/scale.md: how long searches over millions of records take, and how that grows.
import { parseArgs } from 'node:util';
import { ask, service, startServer } from './process.ts';
import { buildData, type Data, type DataOptions, engines } from './scale/build-data.ts';
import { furtherRows } from './scale/further-requests.ts';
import { learnData, type MeasuredRequest, measureRequest } from './scale/measure.ts';
import { type Measurement, reportRequests, reportResources } from './scale/report.ts';
import { tableRows } from './scale/requests.ts';
import { megabytesIn, usageOf } from './scale/usage.ts';

const usage = `  npm run bench -- scale [--records N[,N]] [--engine sqlite|mariadb|mysql] [--texts generated|varied]
    [--folder FOLDER] [--database URL] [--only PART]

  --records   how many items to import; several sizes also show the growth (default 1000000)
  --engine    default mariadb
  --texts     the generator's titles, or varied: every second one in another script, short, or repetitive
  --folder    where the data are kept for the next run (default var/scale)
  --database  measure this database as it is, and build nothing
  --only      only the requests whose names contain this
`;

interface Options {
  readonly sizes: readonly number[];
  readonly engine: DataOptions['engine'];
  readonly texts: DataOptions['texts'];
  readonly folder: string;
  readonly database: string | undefined;
  readonly only: string;
}

function readOptions(): Options {
  const { values } = parseArgs({
    args: process.argv.slice(3),
    options: {
      records: { type: 'string', default: '1000000' },
      engine: { type: 'string', default: 'mariadb' },
      texts: { type: 'string', default: 'generated' },
      folder: { type: 'string', default: 'var/scale' },
      database: { type: 'string' },
      only: { type: 'string', default: '' },
    },
  });
  const { folder, database, only, texts } = values;
  const sizes = database === undefined ? values.records.split(',').map(Number) : [0];
  const engine = engines.find((name) => (database ?? values.engine).startsWith(name));
  if (engine === undefined) throw new Error(`There is no engine "${values.engine}".`);
  if (texts !== 'generated' && texts !== 'varied')
    throw new Error(`There are no texts "${texts}".`);
  if (database === undefined && !sizes.every((size) => Number.isInteger(size) && size > 0)) {
    throw new Error(`"${values.records}" is not a number of records, like 1000000.`);
  }
  return { sizes, engine, texts, folder, database, only };
}

async function measure(data: Data, only: string): Promise<Measurement> {
  const process = await startServer([...service, 'serve'], {
    ...{ DATABASE_URL: data.url, CACHE_MEGABYTES: '0', LOG_LEVEL: 'error', AUTH: 'off' },
  });
  try {
    const known = await learnData(process.address);
    const rows = [...tableRows(known), ...furtherRows(known)];
    const requests: MeasuredRequest[] = [];
    const pids = [process.pid, ...(data.pid === undefined ? [] : [data.pid])];
    for (const row of rows.filter(({ name }) => name.includes(only))) {
      requests.push(await measureRequest(process.address, row, pids));
    }
    const counted = await ask<{ records: { totalCount: number } }>(
      process.address,
      '{ records { totalCount } }',
    );
    return {
      records: counted.data.records.totalCount,
      imported: data.imported,
      peak: usageOf(process.pid)?.peak ?? 0,
      megabytes: data.files === undefined ? undefined : megabytesIn(data.files),
      requests,
    };
  } finally {
    await process.stop();
  }
}

async function open(options: Options, records: number): Promise<Data> {
  const { database, engine, texts, folder } = options;
  if (database === undefined) return buildData({ engine, texts, folder, records });
  return { url: database, imported: undefined, files: undefined, stop: async () => {} };
}

let options: Options | undefined;
try {
  options = readOptions();
} catch (error) {
  console.error(`${(error as Error).message}\n\n${usage}`);
  process.exitCode = 1;
}
if (options) {
  const measured: Measurement[] = [];
  for (const size of options.sizes) {
    const data = await open(options, size);
    try {
      measured.push(await measure(data, options.only));
    } finally {
      await data.stop();
    }
  }
  console.log(`${options.engine}, one request at a time, cache off, medians of five\n`);
  // Where the database runs in the service's own process, twice the time is allowed.
  console.log(reportRequests(measured, options.engine === 'sqlite' ? 2 : 1));
  console.log(`\n${reportResources(measured)}`);
}
