import type { Database } from '../../database/database.js';
import { insertIgnore } from '../../database/insert-ignore.js';
import { indexNewRecords } from '../../search/index/add-records.js';
import type { NormalisedRecord } from '../normalise/normalise-record.js';

/** The ids of sites by host. A stored site keeps its id forever. */
export type SiteIds = ReadonlyMap<string, number>;

/** The result of {@link insertNewRecords}. */
export interface StoredRecords {
  /** How many records were new. */
  readonly inserted: number;
  /** The sites of all records, stored once the transaction is committed. */
  readonly siteIds: SiteIds;
}

/**
 * Inserts the records that are not stored yet, with their sites.
 *
 * @param knownSites stored sites, which need not be looked up
 */
export async function insertNewRecords(
  database: Database,
  importId: number,
  records: readonly NormalisedRecord[],
  knownSites: SiteIds = new Map(),
): Promise<StoredRecords> {
  if (records.length === 0) return { inserted: 0, siteIds: new Map() };
  const hosts = new Set(records.map(({ host }) => host));
  const siteIds = await ensureSites(database, hosts, knownSites);
  const { count } = await insertIgnore(database, {
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
  if (count > 0) await indexNewRecords(database, count);
  return { inserted: count, siteIds };
}

/** Returns the ids of the hosts' sites, inserting those that are missing. */
async function ensureSites(
  database: Database,
  hosts: ReadonlySet<string>,
  known: SiteIds,
): Promise<SiteIds> {
  const ids = new Map<string, number>();
  for (const host of hosts) {
    const id = known.get(host);
    if (id !== undefined) ids.set(host, id);
  }
  const unknown = [...hosts].filter((host) => !ids.has(host));
  for (const [host, id] of await readSiteIds(database, unknown)) ids.set(host, id);
  // All imports use the same order, so that two cannot deadlock on each other's new sites.
  const missing = [...hosts].filter((host) => !ids.has(host)).sort();
  await insertIgnore(database, {
    table: 'site',
    uniqueColumns: ['host'],
    columns: ['host'],
    rows: missing.map((host) => [host]),
  });
  for (const [host, id] of await readSiteIds(database, missing)) ids.set(host, id);
  return ids;
}

const hostsPerStatement = 1000;

async function readSiteIds({ writer }: Database, hosts: readonly string[]) {
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
