import type { Kysely } from 'kysely';

// Frozen: part of migrations that have run on databases out there; see README.md. Never edit it.

interface Tables {
  readonly import: { id: number; rejected: number; reason_counts: string | null };
  readonly rejection: { import_id: number; reasons: string };
}

/** Counts the rejection reasons of the imports that were made before these were counted. */
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
    const counts = countReasons(rejections.map(({ reasons }) => reasons));
    await database
      .updateTable('import')
      .set({ reason_counts: JSON.stringify(counts) })
      .where('id', '=', id)
      .execute();
  }
}

/**
 * How many items were rejected for which reason.
 *
 * @param reasonsOfItems for each item, the JSON of its list of reasons
 */
export function countReasons(reasonsOfItems: readonly string[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const json of reasonsOfItems) {
    const reasons = JSON.parse(json) as readonly { readonly code: string }[];
    // An item may have the same fault in two of its fields.
    for (const code of new Set(reasons.map((reason) => reason.code))) {
      counts[code] = (counts[code] ?? 0) + 1;
    }
  }
  return counts;
}
