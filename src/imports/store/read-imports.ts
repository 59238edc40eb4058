import { sql } from 'kysely';
import type { Database } from '../../database/database.js';
import { betweenPlaces, readingOrder } from '../../paging/keyset-condition.js';
import { type Page, type PageRows, pageRows } from '../../paging/page.js';
import { type ImportRow, importColumns, importRow } from '../graphql/import-loaders.js';

/** Reads one page of the imports, the latest first. */
export async function readImports({ reader }: Database, page: Page): Promise<PageRows<ImportRow>> {
  const id = sql.ref('import.id');
  const columns = { key: id, id, descending: true, stored: (key: number) => key };
  let query = reader
    .selectFrom('import')
    .select(importColumns)
    .limit(page.size + 1);
  for (const condition of betweenPlaces(columns, page)) {
    query = query.where(condition.$castTo<boolean>());
  }
  const rows = await query.orderBy(readingOrder(columns, page)).execute();
  return pageRows(page, rows.map(importRow));
}
