// One import, as `records import` does it, with a look at the time that the search index takes.
import { createReadStream } from 'node:fs';
import { engineOf } from '../../dist/database/engine-of.js';
import { openDatabase } from '../../dist/database/open-database.js';
import { DatabaseTarget } from '../../dist/imports/database-target.js';
import { importRows } from '../../dist/imports/import-rows.js';
import { readRows } from '../../dist/imports/rows/read-rows.js';

const [url = '', file = '', index = 'with'] = process.argv.slice(2);
const engine = await engineOf(url);
const { addRecordsAfter } = engine.searchIndex;
let indexMs = 0;
Object.assign(engine.searchIndex, {
  async addRecordsAfter(...args: Parameters<typeof addRecordsAfter>) {
    if (index === 'without') return;
    const started = performance.now();
    await addRecordsAfter(...args);
    indexMs += performance.now() - started;
  },
});
const database = await openDatabase(engine, { waitSeconds: 0 });
const started = performance.now();
const target = new DatabaseTarget(database.fork(), {
  caller: 'bench',
  identity: [],
  foundBy: 'rows',
});
const state = await importRows(readRows(createReadStream(file), { format: 'ndjson' }), target);
const ms = performance.now() - started;
await database.close();
const cpu = process.cpuUsage();
console.log(
  JSON.stringify({
    ...state,
    ms,
    indexMs,
    cpuMs: (cpu.user + cpu.system) / 1000,
    mebibytes: process.resourceUsage().maxRSS / 1024,
  }),
);
