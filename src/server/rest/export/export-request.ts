import type { ParsedUrlQuery } from 'node:querystring';
import { type ExportFormatName, exportFormatNames } from '../../../exports/export-formats.js';
import { JsonComplexity } from '../../../formats/json/json-complexity.js';
import { RecordOrder } from '../../../records/query/record-order.js';
import type { SearchParameters } from '../../../records/query/search-parameters.js';
import { checkParameters, invalidParameter, parseChoice, parseFlag } from '../rest-parameters.js';

/** What to export, as it was requested. */
export interface ExportRequest {
  readonly search: SearchParameters;
  /** A `RecordFilter` as JSON, not checked yet; undefined if there is none. */
  readonly filter: unknown;
  /** Undefined if any will do. */
  readonly order: RecordOrder | undefined;
  /** Undefined if the client has not chosen one. */
  readonly format: ExportFormatName | undefined;
  /** Whether no cell of CSV may be a formula. */
  readonly safe: boolean;
  /** The name of the file that the client wishes. */
  readonly filename: string | undefined;
}

const names = [
  ...['after', 'before', 'contains', 'uri', 'text', 'site', 'filter', 'orderBy'],
  ...['format', 'safe', 'filename'],
];

type Parameters = Readonly<Record<string, string | undefined>>;

/**
 * Reads the query string of `GET /v1/export`; an empty parameter counts as not given.
 * Throws `ARGUMENT_INVALID` for a value that is not allowed.
 */
export function readExportQuery({ site, ...query }: ParsedUrlQuery): ExportRequest {
  checkParameters(query, names);
  const { after, before, contains, uri, text, filter, orderBy, format, safe, filename } =
    query as Parameters;
  return {
    search: { after, before, contains, uri, text, site },
    filter: filter ? parseFilter(filter) : undefined,
    order: orderBy ? parseChoice('orderBy', orderBy, Object.values(RecordOrder)) : undefined,
    format: format ? parseChoice('format', format, exportFormatNames) : undefined,
    safe: parseFlag('safe', safe),
    filename: filename || undefined,
  };
}

function parseFilter(text: string): unknown {
  new JsonComplexity().add(Buffer.from(text));
  try {
    return JSON.parse(text) ?? undefined;
  } catch {
    throw invalidParameter('filter', 'is not JSON; expected a filter like {"text":"boat"}');
  }
}
