// One import, as `records import` does it, with the search index or without.
import { createReadStream } from 'node:fs';
import { setFlagsFromString } from 'node:v8';

/** What is built; it has no types of its own. */
const built = (name: string) => import(new URL(`../../dist/${name}.js`, import.meta.url).href);

// As src/main.ts has it.
setFlagsFromString('--heap-growing-percent=50');
const [url = '', file = '', index = 'with'] = process.argv.slice(2);
const { engineForUrl } = await built('database/engine-for-url');
const { openDatabase } = await built('database/open-database');
const { DatabaseTarget } = await built('imports/targets/database-target');
const { importRows } = await built('imports/run/import-rows');
const { readRows } = await built('imports/rows/read-rows');

const engine = await engineForUrl(url, { forImport: true });
const database = await openDatabase(engine, { waitSeconds: 0 });
// An import leaves an index of another format as it is.
if (index === 'without') await database.fork().em.execute('update search_state set format = 0');
const started = performance.now();
const target = new DatabaseTarget(database.fork(), {
  owner: 'bench',
  identity: [],
  foundBy: { rows: () => 0 },
});
const { received } = await importRows(
  readRows(createReadStream(file), { format: 'ndjson' }),
  target,
);
const ms = performance.now() - started;
await database.close();
const mebibytes = Math.round(process.resourceUsage().maxRSS / 1024);
console.log(JSON.stringify({ received, ms, mebibytes }));
