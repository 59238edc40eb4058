import DataLoader from 'dataloader';
import type { Database } from '../../database/database.js';
import type { SiteRow } from '../query/site-row.js';

// The maximum number of values after `in`, far below what any engine accepts.
const maxBatchSize = 1000;

/** The loaders of sites. */
export function siteLoaders(database: Database) {
  const sites = () => database.reader.selectFrom('site').select(['id', 'host']);
  return {
    siteById: new DataLoader<number, SiteRow | null>(
      async (ids) => {
        const rows = await sites().where('id', 'in', ids).execute();
        const found = new Map(rows.map((site) => [site.id, site]));
        return ids.map((id) => found.get(id) ?? null);
      },
      { maxBatchSize },
    ),
    siteByHost: new DataLoader<string, SiteRow | null>(
      async (hosts) => {
        const rows = await sites().where('host', 'in', hosts).execute();
        const found = new Map(rows.map((site) => [site.host, site]));
        return hosts.map((host) => found.get(host) ?? null);
      },
      { maxBatchSize },
    ),
  };
}
