import { RequestError } from '../../errors/request-error.js';
import { maxPageSize } from '../../paging/page.js';
import { searchFilter } from '../../records/query/search-parameters.js';

const parameters = {
  after: 'this date or a later one',
  before: 'this date or an earlier one',
  contains: 'the title holds this text',
  uri: 'the uri holds this text',
  first: `how many records, 1 to ${maxPageSize}`,
  cursor: 'where the page begins, from the Link header of the one before',
} as const;

/**
 * Maps the query of `GET /v1/` to the variables of `SearchRecords`. An empty parameter counts as not
 * given, and a page has 100 records unless `first` says otherwise.
 * Throws `ARGUMENT_INVALID` for any other parameter.
 */
export function toSearchVariables(query: Readonly<Record<string, unknown>>) {
  checkParameters(query, Object.keys(parameters));
  const { first, cursor, ...search } = query as Record<string, string>;
  return {
    filter: searchFilter(search),
    first: first ? pageSize(first) : maxPageSize,
    after: cursor || null,
  };
}

/**
 * Throws `ARGUMENT_INVALID` for a parameter that is not allowed, as a misspelt one would find too
 * much, and for one that was given more than once.
 */
export function checkParameters(
  query: Readonly<Record<string, unknown>>,
  allowed: readonly string[],
): void {
  for (const [name, value] of Object.entries(query)) {
    if (!allowed.includes(name)) {
      throw new RequestError(
        'ARGUMENT_INVALID',
        `The parameter "${name}" is unknown; allowed are ${allowed.join(', ')}.`,
        name,
      );
    }
    if (typeof value !== 'string') {
      throw new RequestError(
        'ARGUMENT_INVALID',
        `The parameter "${name}" was given more than once; it is taken once.`,
        name,
      );
    }
  }
}

function pageSize(first: string): number {
  const size = /^\d{1,6}$/.test(first) ? Number(first) : 0;
  // A page of no records would have no last one to go on from.
  if (size >= 1 && size <= maxPageSize) return size;
  throw new RequestError(
    'PAGE_SIZE_INVALID',
    `The parameter "first" is "${first}"; it must be a whole number from 1 to ${maxPageSize}.`,
    'first',
  );
}

/** The `Link` header (RFC 8288) that leads from the page of `query` to the next one. */
export function formatNextPageLink(
  query: Readonly<Record<string, unknown>>,
  cursor: string,
): string {
  return `</v1/?${new URLSearchParams({ ...(query as Record<string, string>), cursor })}>; rel="next"`;
}
