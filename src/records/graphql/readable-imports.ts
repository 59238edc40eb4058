import type { Context } from '../../graphql/context.js';
import { parseNodeNumber } from '../../nodes/global-id.js';
import type { RecordFilter } from './record-filter.js';

/**
 * The numbers of those imports named by a filter that the viewer may read: which records were imported
 * together is for them alone. See also `findImportFilterScopes`.
 */
export async function findReadableImports(
  filter: RecordFilter | null | undefined,
  context: Context,
): Promise<ReadonlySet<number>> {
  const ids = filter == null ? [] : [...importIds(filter, maxDepth)];
  if (ids.length === 0) return new Set();
  const numbers = ids.flatMap((id) => parseNodeNumber('Import', id) ?? []);
  const rows = await Promise.all(numbers.map((each) => context.loaders.importById.load(each)));
  return new Set(rows.flatMap((row) => row?.id ?? []));
}

// What is nested deeper is rejected, see `filterToCondition`.
const maxDepth = 8;

function* importIds(filter: RecordFilter, depth: number): Generator<string> {
  if (depth === 0) return;
  if (filter.import != null) yield filter.import;
  const inner = [...(filter.and ?? []), ...(filter.or ?? []), ...(filter.not ? [filter.not] : [])];
  for (const each of inner) yield* importIds(each, depth - 1);
}
