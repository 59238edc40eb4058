import { sql } from 'kysely';
import type { Database } from '../../database/database.js';
import {
  createKeysetConditions,
  createKeysetOrder,
  type SortColumns,
} from '../../paging/keyset-condition.js';
import { type Page, type PageRows, toPageRows } from '../../paging/page.js';
import type { SiteOrder } from './site-order.js';
import type { SiteRow } from './site-row.js';

/** A site with the number of its records. */
export interface CountedSite extends SiteRow {
  readonly records: number;
}

/**
 * Whether there are sites on an empty page (size 0) with one cursor. The site of the cursor is checked
 * first: otherwise, the records of all sites have to be counted.
 */
export async function hasSites(database: Database, order: SiteOrder, page: Page): Promise<boolean> {
  const { id } = page.after ?? page.before ?? {};
  const own = await readSites(database, order, page, id);
  return own.hasMore || (await readSites(database, order, page)).hasMore;
}

/**
 * Reads one page of the sites.
 *
 * @param only restricts the list to the site with this id
 */
export async function readSites(
  { reader }: Database,
  order: SiteOrder,
  page: Page,
  only?: number,
): Promise<PageRows<CountedSite>> {
  const id = sql.ref('counted.id');
  const columns: SortColumns = {
    key: order.startsWith('RECORDS_') ? sql.ref('counted.records') : id,
    id,
    descending: order.endsWith('_DESC'),
    stored: (key) => key,
  };
  const { rows } = await sql<CountedSite>`
    select counted.id, site.host, counted.records
    from (select site_id as id, count(*) as records from record
      ${only === undefined ? sql`` : sql`where site_id = ${only}`} group by site_id) as counted
    join site on site.id = counted.id
    where ${sql.join([sql`1 = 1`, ...createKeysetConditions(columns, page)], sql` and `)}
    order by ${createKeysetOrder(columns, page)} limit ${page.size + 1}`.execute(reader);
  return toPageRows(
    page,
    rows.map((row) => ({ ...row, records: Number(row.records) })),
  );
}
