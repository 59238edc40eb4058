import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { lockData, raiseDataVersion } from '../../src/database/data-version-row.js';
import { removeRecords } from '../../src/search/index/remove-records.js';
import { item, type Service, startService } from '../support/service.js';

interface Stored {
  readonly id: number;
  readonly title: string;
  readonly host: string;
  readonly time: number;
  readonly importId: string;
}

let service: Service;
/** What is stored, as the test knows it. */
let stored: Stored[] = [];
let count = 0;
/** The hosts in the order of their sites' ids, which equal sites follow. */
let hosts: string[] = [];
beforeAll(async () => {
  service = await startService({ CACHE_MEGABYTES: '0' });
});
afterAll(() => service.stop());

const dayMs = 86_400_000;
const begin = Date.UTC(1999, 11, 31, 23, 59, 59, 999);
// Some dates have milliseconds, so that the columns of blocks differ in their form.
const timeOf = (index: number) => begin + (index % 4000) * 7_200_000 + (index < 20_000 ? 0 : 1);
const words = ['meadow', 'harbour', 'orchard'];

async function add(records: number): Promise<void> {
  for (let left = records; left > 0; left -= 10_000) {
    const items = Array.from({ length: Math.min(left, 10_000) }, () => {
      const index = count++;
      const host = `${(index * index) % 41}.example`;
      return { title: `${words[index % 3]} ${index}`, host, time: timeOf(index) };
    });
    const before = await lastId();
    const payload = await service.importItems(
      items.map(({ title, host, time }) =>
        item({ title, uri: `https://${host}/`, date: new Date(time).toISOString() }),
      ),
    );
    const ids = await idsAfter(before);
    const importId = payload.import?.id ?? '';
    stored.push(...items.map((each, at) => ({ ...each, importId, id: ids[at] ?? 0 })));
  }
}

async function idsAfter(id: number): Promise<number[]> {
  const { rows } = await sql<{
    id: number;
  }>`select id from record where id > ${id} order by id`.execute(service.app.fork().reader);
  return rows.map((row) => Number(row.id));
}
const lastId = async () => (await idsAfter(0)).at(-1) ?? 0;

type Case = readonly [filter: object, matches: (record: Stored) => boolean];

const at = (time: number) => new Date(time).toISOString();
const noon = Date.UTC(2000, 2, 1, 12);

function cases(): Case[] {
  const [first, last] = [stored[0]?.importId, stored.at(-1)?.importId];
  return [
    [{}, () => true],
    [
      { date: { gte: '2000-02-01', lt: '2000-03-01' } },
      ({ time }) => at(time).startsWith('2000-02'),
    ],
    [
      { date: { gt: at(noon), lte: at(noon + 3 * dayMs) } },
      ({ time }) => time > noon && time <= noon + 3 * dayMs,
    ],
    [
      { date: { gte: at(noon), lt: at(noon + 7_200_000) } },
      ({ time }) => time >= noon && time < noon + 7_200_000,
    ],
    [{ site: '4.example' }, ({ host }) => host === '4.example'],
    [
      { sites: ['4.example', '9.example'], date: { gte: at(noon) } },
      ({ host, time }) => /^[49]\.e/.test(host) && time >= noon,
    ],
    [{ import: first }, ({ importId }) => importId === first],
    [{ not: { import: last } }, ({ importId }) => importId !== last],
    [{ title: { contains: 'MEADOW' } }, ({ title }) => title.startsWith('meadow')],
    [
      { text: 'harbour', site: '16.example' },
      ({ title, host }) => title.startsWith('harbour') && host === '16.example',
    ],
    [
      { not: { text: 'orchard' }, date: { lt: at(noon) } },
      ({ title, time }) => !title.startsWith('orchard') && time < noon,
    ],
    [{ text: 'nowhere' }, () => false],
  ];
}

const figuresQuery = `query ($filter: RecordFilter) {
  records(filter: $filter) {
    totalCount dateRange { earliest latest }
    months: histogram(by: MONTH) { start count } days: histogram(maxBuckets: 10000) { start count }
    topSites(first: 3) { count site { host } }
  }
  sites(first: 3) { nodes { host recordCount } }
}`;

function tally(keys: readonly string[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return [...counts];
}

/** @param direction of the ids of sites with as many records: 1 for ascending, -1 for descending */
function topSites(records: readonly Stored[], direction: 1 | -1) {
  return tally(records.map(({ host }) => host))
    .sort(
      ([a, countA], [b, countB]) =>
        countB - countA || direction * (hosts.indexOf(a) - hosts.indexOf(b)),
    )
    .slice(0, 3);
}

function expected(found: readonly Stored[]) {
  const times = found.map(({ time }) => time).sort((a, b) => a - b);
  const histogram = (digits: number, rest: string) =>
    tally(times.map((time) => at(time).slice(0, digits) + rest)).map(([start, count]) => ({
      start,
      count,
    }));
  const [earliest = 0] = times;
  return {
    records: {
      totalCount: found.length,
      dateRange:
        found.length === 0 ? null : { earliest: at(earliest), latest: at(times.at(-1) ?? 0) },
      months: histogram(7, '-01T00:00:00.000Z'),
      days: histogram(13, ':00:00.000Z'),
      topSites: topSites(found, 1).map(([host, count]) => ({ count, site: { host } })),
    },
    sites: { nodes: topSites(stored, -1).map(([host, recordCount]) => ({ host, recordCount })) },
  };
}

async function checkFigures(): Promise<void> {
  const { reader } = service.app.fork();
  const { rows } = await sql<{ host: string }>`select host from site order by id`.execute(reader);
  hosts = rows.map(({ host }) => host);
  for (const [filter, matches] of cases()) {
    const found = await service.query(figuresQuery, { filter });
    expect([filter, found]).toEqual([filter, expected(stored.filter(matches))]);
  }
}

test('figures of two blocks and a tail are those of all records', async () => {
  await add(40_000);
  await checkFigures();
}, 120_000);

test('records that arrive later are counted, in the tail and when they complete a block', async () => {
  await add(5);
  await checkFigures();
  await add(10_000);
  await checkFigures();
}, 120_000);

test('records that are removed, from blocks and from the tail, are no longer counted', async () => {
  const removed = stored.filter(({ id }, index) => index % 1000 === 7 || id === stored.at(-1)?.id);
  await service.app.fork().transaction(async (database) => {
    await lockData(database);
    await removeRecords(
      database,
      removed.map(({ id }) => id),
    );
    await raiseDataVersion(database);
  });
  stored = stored.filter((record) => !removed.includes(record));
  await checkFigures();
}, 120_000);

test('figures are right while many records are not indexed yet, as after a migration', async () => {
  await add(20_000);
  const { writer } = service.app.fork();
  for (const table of ['search_block', 'search_posting', 'search_trigram']) {
    await sql`delete from ${sql.table(table)}`.execute(writer);
  }
  await sql`update search_state set blocks = 0, indexed_to = 0, revision = revision + 1`.execute(
    writer,
  );
  await checkFigures();
}, 180_000);
