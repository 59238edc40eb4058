import type { Kysely } from 'kysely';
import { countReasons } from '../../imports/store/reason-counts.js';
import type { Tables } from '../database.js';

/** Counts the reasons of the imports that were done before anybody counted them. */
export async function countReasonsOfImports(database: Kysely<Tables>): Promise<void> {
  const imports = await database
    .selectFrom('import')
    .select('id')
    .where('rejected', '>', 0)
    .where('reason_counts', 'is', null)
    .execute();
  for (const { id } of imports) {
    const rejections = await database
      .selectFrom('rejection')
      .select('reasons')
      .where('import_id', '=', id)
      .execute();
    const counts = countReasons(rejections.map(({ reasons }) => JSON.parse(reasons)));
    await database
      .updateTable('import')
      .set({ reason_counts: JSON.stringify(counts) })
      .where('id', '=', id)
      .execute();
  }
}
