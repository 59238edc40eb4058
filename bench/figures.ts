import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chunk, importRows } from './import-rows.ts';
import { ask, service as command, startServer } from './process.ts';

const chunks = 10;
const requests = 200;
const range = { gte: '1990-01-01', lt: '2015-01-01' };

const searches = {
  'no filter': {},
  'date range': { date: range },
  'date range, common text': { date: range, title: { contains: 'confort' } },
  'date range, rare text': { date: range, title: { contains: 'axolotl' } },
  'date range, absent text': { date: range, title: { contains: 'xyzzyx' } },
  'date range, two letters': { date: range, title: { contains: 'on' } },
};

const quantile = (sorted: readonly number[], part: number) =>
  (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0).toFixed(1);

const folder = mkdtempSync(join(tmpdir(), 'records-bench-'));
const url = `sqlite:${join(folder, 'records.db')}`;
const service = await startServer([...command, 'serve'], {
  DATABASE_URL: url,
  LOG_LEVEL: 'info',
});
let highest = 0;

const imports = await importRows(service.address, chunks, () => {
  highest = Math.max(highest, service.memory());
});
imports.sort((a, b) => a - b);
console.log(
  `bulkImport of ${chunk} items, ${chunks} times: median ${quantile(imports, 0.5)} ms, longest ${quantile(imports, 1)} ms`,
);
console.log(`memory of the process after them: ${service.memory()} MiB, at most ${highest} MiB`);

for (const [name, filter] of Object.entries(searches)) {
  const times: number[] = [];
  let found = 0;
  for (let index = 0; index < requests; index++) {
    // Another operation name each time, so that every answer is made and none comes from the cache.
    const { data, ms } = await ask<{ records: { nodes: unknown[] } }>(
      service.address,
      `query Q${index} ($filter: RecordFilter) { records(first: 20, filter: $filter) { nodes { id title uri date } } }`,
      { filter },
    );
    times.push(ms);
    found = data.records.nodes.length;
  }
  times.sort((a, b) => a - b);
  console.log(
    `records(first: 20) over ${chunk * chunks} rows, ${name} (${found} found): median ${quantile(times, 0.5)} ms, p99 ${quantile(times, 0.99)} ms`,
  );
}
highest = Math.max(highest, service.memory());
console.log(`memory of the process: at most ${highest} MiB`);
await service.stop();
rmSync(folder, { recursive: true });
