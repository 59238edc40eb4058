/** What searches have read, for the report of a request's cost. */
export interface SearchCost {
  /** Bytes of lists of the search index. */
  listBytes: number;
  /** Records whose text was compared. */
  candidates: number;
}

/** The cost before anything was read. */
export const newSearchCost = (): SearchCost => ({ listBytes: 0, candidates: 0 });
