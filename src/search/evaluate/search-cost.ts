import type { Database } from '../../database/database.js';

/** How a page of records was found. */
export type SearchWay =
  /** By an index of the table, in the order of the list. */
  | 'index'
  /** By comparing records in the order of the list until there were enough. */
  | 'walk'
  /** By the lists of the search index. */
  | 'lists';

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
