import { RequestError } from '../../errors/request-error.js';
import { maxPageSize } from '../../paging/page.js';
import { searchFilter } from '../../records/query/search-parameters.js';
import { checkParameters } from './rest-parameters.js';

const parameters = ['after', 'before', 'contains', 'uri', 'first', 'cursor'];

/**
 * Converts the query string of `GET /v1/` to the variables of `SearchRecords`. Both dates are inclusive,
 * empty parameters count as absent, and a page has 100 records unless `first` says otherwise.
 * Throws `ARGUMENT_INVALID` for any other parameter.
 */
export function toSearchVariables(query: Readonly<Record<string, unknown>>) {
  checkParameters(query, parameters);
  const { first, cursor, ...search } = query as Record<string, string>;
  return {
    filter: searchFilter(search),
    first: first ? parsePageSize(first) : maxPageSize,
    after: cursor || null,
  };
}

function parsePageSize(first: string): number {
  const size = /^\d{1,6}$/.test(first) ? Number(first) : 0;
  // An empty page would have no last record to continue from.
  if (size >= 1 && size <= maxPageSize) return size;
  throw new RequestError(
    'PAGE_SIZE_INVALID',
    `The parameter "first" is "${first}"; it must be an integer from 1 to ${maxPageSize}.`,
    'first',
  );
}

/** Formats the `Link` header (RFC 8288) of the page of `query`, which points to the next page. */
export function formatNextPageLink(
  query: Readonly<Record<string, unknown>>,
  cursor: string,
): string {
  return `</v1/?${new URLSearchParams({ ...(query as Record<string, string>), cursor })}>; rel="next"`;
}
