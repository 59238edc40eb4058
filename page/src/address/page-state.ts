/** The orders of the list, as the address names them; `-` means descending. */
export const sorts = ['-date', 'date', '-added', 'added'] as const;

/** One of {@link sorts}. */
export type Sort = (typeof sorts)[number];

/** What the page shows. All of it is in the address, so that a link shows the same. */
export interface PageState {
  /** The search as typed. */
  readonly q: string;
  /** The first day, like `2014-03-08`, in UTC. */
  readonly from: string | undefined;
  /** The last day, inclusive, in UTC. */
  readonly to: string | undefined;
  /** The hosts of which a record must have one; any if empty. */
  readonly sites: readonly string[];
  /** The hosts that a record must not have. */
  readonly withoutSites: readonly string[];
  readonly sort: Sort;
  /** The record that is open, by its `databaseId`. */
  readonly id: string | undefined;
  readonly view: 'records' | 'imports';
  /** The import that is open, by its number. */
  readonly import: string | undefined;
  /** The rejection code whose rows are shown. */
  readonly code: string | undefined;
}

/** The page as it opens without anything in its address. */
export const initialState: PageState = {
  q: '',
  from: undefined,
  to: undefined,
  sites: [],
  withoutSites: [],
  sort: '-date',
  id: undefined,
  view: 'records',
  import: undefined,
  code: undefined,
};
