import { sql } from 'kysely';
import type { Database } from '../../database/database.js';
import type { Keyset } from '../../paging/cursor.js';
import { type Page, type PageRows, toPageRows } from '../../paging/page.js';
import { selectPage } from '../../paging/select-page.js';
import { readFigures } from '../../search/figures/read-figures.js';
import type { SiteOrder } from './site-order.js';
import type { SiteRow } from './site-row.js';

/** A site with the number of its records. */
export interface CountedSite extends SiteRow {
  readonly records: number;
}

/** A list of sites. */
export interface SiteQuery {
  readonly order: SiteOrder;
  /** Texts that the host must contain, with a line feed before and after it. */
  readonly hostTexts: readonly string[];
}

/** The position of a site in a list of that order. */
export function placeOfSite(
  order: SiteOrder,
): (site: Pick<CountedSite, 'id' | 'records'>) => Keyset {
  return order.startsWith('RECORDS_')
    ? ({ id, records }) => ({ key: records, id })
    : ({ id }) => ({ key: id, id });
}

/** Whether there are sites on an empty page (size 0) with one cursor. */
export async function hasSites(database: Database, query: SiteQuery, page: Page): Promise<boolean> {
  return (await selectSites(database, query, page)).places.length > 0;
}

/** Reads one page of the sites that have records. */
export async function readSites(
  database: Database,
  query: SiteQuery,
  page: Page,
): Promise<PageRows<CountedSite>> {
  const { places, countOf } = await selectSites(database, query, page);
  const ids = places.map(({ id }) => id);
  const sites =
    ids.length === 0
      ? []
      : await database.reader
          .selectFrom('site')
          .select(['id', 'host'])
          .where('id', 'in', ids)
          .execute();
  const hosts = new Map(sites.map(({ id, host }) => [id, host]));
  return toPageRows(
    page,
    ids.map((id) => ({ id, host: hosts.get(id) ?? '', records: countOf(id) })),
  );
}

async function selectSites(database: Database, { order, hostTexts }: SiteQuery, page: Page) {
  const [[tally], matching] = await Promise.all([
    readFigures(database, [{ condition: { all: [] }, accuracy: 'EXACT', figures: ['sites'] }]),
    findSites(database, hostTexts),
  ]);
  const countOf = (id: number) => tally?.sites.get(id) ?? 0;
  const place = placeOfSite(order);
  function* places() {
    for (const [id, records] of tally?.sites.entries() ?? []) {
      if (matching === undefined || matching.has(id)) yield place({ id, records });
    }
  }
  const descending = order.endsWith('_DESC');
  return { places: selectPage(places(), page, { descending }), countOf };
}

/** The ids of the sites whose hosts contain all texts; undefined if there are no texts. */
async function findSites({ reader, engine }: Database, texts: readonly string[]) {
  if (texts.length === 0) return undefined;
  const host = sql`concat(${'\n'}, site.host, ${'\n'})`;
  const conditions = texts.map((text) => engine.containsText(host, text));
  const { rows } = await sql<{ id: number }>`
    select id from site where ${sql.join(conditions, sql` and `)}`.execute(reader);
  return new Set(rows.map(({ id }) => Number(id)));
}
