import { dirtyItemAt } from '../input/dirty-item.ts';
import { startMeasured } from './service.ts';

const chunk = 10_000;
const chunks = 10;
const requests = 200;

const searches = {
  'no filter': {},
  'date range': { date: { gte: '1990-01-01', lt: '2015-01-01' } },
  'date range, common text': { date: range(), title: { contains: 'confort' } },
  'date range, rare text': { date: range(), title: { contains: 'axolotl' } },
  'date range, absent text': { date: range(), title: { contains: 'xyzzyx' } },
  'date range, two letters': { date: range(), title: { contains: 'on' } },
};

function range() {
  return { gte: '1990-01-01', lt: '2015-01-01' };
}

const quantile = (sorted: readonly number[], part: number) =>
  (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0).toFixed(1);

const service = await startMeasured();
let highest = 0;

const imports: number[] = [];
for (let index = 0; index < chunks; index++) {
  const items = Array.from({ length: chunk }, (_, at) =>
    dirtyItemAt({ seed: 1, clean: false }, index * chunk + at),
  );
  const { ms } = await service.ask(
    'mutation ($input: BulkImportInput!) { bulkImport(input: $input) { inserted } }',
    { input: { items } },
  );
  imports.push(ms);
  highest = Math.max(highest, service.memory());
}
imports.sort((a, b) => a - b);
console.log(
  `bulkImport of ${chunk} items, ${chunks} times: median ${quantile(imports, 0.5)} ms, longest ${quantile(imports, 1)} ms`,
);

for (const [name, filter] of Object.entries(searches)) {
  const times: number[] = [];
  let found = 0;
  for (let index = 0; index < requests; index++) {
    const { data, ms } = await service.ask<{ records: { nodes: unknown[] } }>(
      'query ($filter: RecordFilter) { records(first: 20, filter: $filter) { nodes { id title uri date } } }',
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
