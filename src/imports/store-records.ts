import { sql } from 'kysely';
import type { Database } from '../database/database.js';
import { insertNew } from '../database/insert-new.js';
import type { NormalisedRecord } from './normalise-record.js';

/** Stores the records that are not stored yet, with their sites, and returns how many that were. */
export async function insertNewRecords(
  database: Database,
  importId: number,
  records: readonly NormalisedRecord[],
): Promise<number> {
  if (records.length === 0) return 0;
  const siteIds = await ensureSites(database, new Set(records.map(({ host }) => host)));
  const lastId = await lastRecordId(database);
  const { count } = await insertNew(database, {
    table: 'record',
    uniqueColumns: ['fingerprint'],
    columns: [
      'title',
      'uri',
      'date',
      'site_id',
      'import_id',
      'fingerprint',
      'title_folded',
      'uri_folded',
    ],
    rows: records.map((record) => [
      record.title,
      record.uri,
      database.engine.storedInstant(record.date),
      siteIds.get(record.host),
      importId,
      record.fingerprint,
      record.titleFolded,
      record.uriFolded,
    ]),
  });
  if (count > 0) await database.engine.searchIndex.addRecordsAfter(lastId, database);
  return count;
}

async function lastRecordId({ writer }: Database): Promise<number> {
  const { rows } = await sql<{ id: number | null }>`select max(id) as id from record`.execute(
    writer,
  );
  return Number(rows[0]?.id ?? 0);
}

/** The ids of the hosts' sites, which are stored where they are missing. */
async function ensureSites(
  database: Database,
  hosts: ReadonlySet<string>,
): Promise<ReadonlyMap<string, number>> {
  const ids = await siteIdsOf(database, [...hosts]);
  // In one order for everybody, so that two imports cannot wait for each other's new sites.
  const missing = [...hosts].filter((host) => !ids.has(host)).sort();
  await insertNew(database, {
    table: 'site',
    uniqueColumns: ['host'],
    columns: ['host'],
    rows: missing.map((host) => [host]),
  });
  return new Map([...ids, ...(await siteIdsOf(database, missing))]);
}

const hostsPerStatement = 1000;

async function siteIdsOf({ writer }: Database, hosts: readonly string[]) {
  const ids = new Map<string, number>();
  for (let from = 0; from < hosts.length; from += hostsPerStatement) {
    const part = hosts.slice(from, from + hostsPerStatement);
    const sites = await writer
      .selectFrom('site')
      .select(['id', 'host'])
      .where('host', 'in', part)
      .execute();
    for (const { id, host } of sites) ids.set(host, id);
  }
  return ids;
}
