import type { Database } from '../../database/database.js';

/**
 * How records were found: by an index of the table, in the order of the list; by comparing records in the
 * order of the list, until there were enough or it was given up; by the dates and sites in memory; or by the
 * lists of the search index.
 */
export type SearchWay = 'index' | 'walk' | 'columns' | 'lists';

/** What the searches of a request have read. */
export interface SearchCost {
  /** Records whose text was compared one by one. */
  candidates: number;
  /** Bytes of lists of the search index. */
  listBytes: number;
  readonly ways: Set<SearchWay>;
}

const costs = new WeakMap<Database, SearchCost>();

/** The cost of all searches by the same access to the database, which is that of a request. */
export function searchCostOf(database: Database): SearchCost {
  const known = costs.get(database);
  if (known !== undefined) return known;
  const cost: SearchCost = { candidates: 0, listBytes: 0, ways: new Set() };
  costs.set(database, cost);
  return cost;
}
