import type { FastifyRequest } from 'fastify';
import type { Database } from '../../../database/database.js';
import { RequestError } from '../../../errors/request-error.js';
import type { Context } from '../../../graphql/context.js';
import { findReadableImports } from '../../../records/graphql/readable-imports.js';
import type { RecordFilter } from '../../../records/graphql/record-filter.js';
import { filterToCondition } from '../../../records/query/filter-to-condition.js';
import { searchCondition } from '../../../records/query/search-parameters.js';
import type { Condition } from '../../../search/condition.js';
import type { ExportRequest } from './export-request.js';
import type { ReadFilter } from './filter-reader.js';

/** How the conditions of exports are made. */
export interface SearchOptions {
  readonly readFilter: ReadFilter;
  /** What a request knows of its viewer and their imports. */
  readonly contextOf: (request: FastifyRequest, database: Database) => Context;
}

/** A search that was checked, and becomes a condition once there is a database. */
export type CheckedSearch = (database: Database) => Promise<Condition>;

/**
 * Checks what a request wants to export, without reading anything. Throws what GraphQL throws for the same
 * filter, and `DATE_INVALID` or `ARGUMENT_INVALID` for the other parameters.
 */
export function checkSearch(
  request: FastifyRequest,
  { search, filter }: ExportRequest,
  { readFilter, contextOf }: SearchOptions,
): CheckedSearch {
  const searched = searchCondition(search);
  if (filter === undefined) return async () => searched;
  const read = readFilter(filter, request.viewer);
  const toCondition = (filterImports?: ReadonlySet<number>) => convert(read, filterImports);
  toCondition();
  return async (database) => {
    const imports = await findReadableImports(read, contextOf(request, database));
    return { all: [searched, toCondition(imports)] };
  };
}

function convert(filter: RecordFilter, imports?: ReadonlySet<number>): Condition {
  try {
    return filterToCondition(filter, imports);
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    const message = error.message.replace(/^The argument "/, 'The parameter "');
    throw new RequestError(error.code, message, error.extensions.argument as string);
  }
}
