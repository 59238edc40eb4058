import { type GraphQLError, type GraphQLSchema, getVariableValues, Kind, parse } from 'graphql';
import type { Limits } from '../../../config/limits.js';
import { isErrorCode, RequestError } from '../../../errors/request-error.js';
import { RequestLimits } from '../../../graphql/limits/request-limits.js';
import {
  createInexactError,
  findInexactNumber,
} from '../../../graphql/plugins/exact-numbers-plugin.js';
import { findImportFilterScopes } from '../../../records/graphql/import-filter-scopes.js';
import type { RecordFilter } from '../../../records/graphql/record-filter.js';
import { checkScopes } from '../../../viewer/check-scopes.js';
import type { Viewer } from '../../../viewer/viewer.js';

/** Reads a filter as JSON, for a viewer; what it returns must still become a condition. */
export type ReadFilter = (filter: unknown, viewer: Viewer) => RecordFilter;

const document = parse(
  'query ($filter: RecordFilter) { records(filter: $filter) { nodes { id } } }',
);

/**
 * Creates the function that reads the parameter `filter` as GraphQL reads the variable of an operation: with
 * its types, its limits of cost and of lists, and the scopes that it requires.
 */
export function createFilterReader(
  schema: GraphQLSchema,
  limits: Limits,
  production: boolean,
): ReadFilter {
  const requestLimits = new RequestLimits(schema, limits, () => true);
  const [operation] = document.definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error('The document has no query.');
  return (filter, viewer) => {
    const variables = { filter };
    const inexact = findInexactNumber(variables);
    if (inexact !== undefined) throw createInexactError(inexact);
    checkCost(() => requestLimits.checkRequest(document, operation, variables));
    const { errors, coerced } = getVariableValues(
      schema,
      operation.variableDefinitions ?? [],
      variables,
    );
    const [fault] = errors ?? [];
    if (fault !== undefined) throw toParameterError(fault, production);
    checkScopes(
      viewer,
      findImportFilterScopes({ schema, operation, fragments: new Map(), variables }),
    );
    return coerced?.filter as RecordFilter;
  };
}

function checkCost(check: () => void): void {
  try {
    check();
  } catch (error) {
    if (!(error instanceof RequestError) || error.code !== 'COST_TOO_HIGH') throw error;
    // It speaks of pages and fields, which exports do not have.
    const [costs] = error.message.split('. ', 1);
    throw new RequestError('COST_TOO_HIGH', `${costs}. Leave out parts of the filter.`, 'filter');
  }
}

const inVariable = /^Variable "\$filter" got invalid value (.*?)(?: at "([\w.[\]]+)")?; /s;

function toParameterError({ message, extensions }: GraphQLError, production: boolean) {
  const [start = '', value, path = 'filter'] = inVariable.exec(message) ?? [];
  const rest = message.slice(start.length);
  // In production, messages do not help to find what the schema has.
  const reason = production ? rest.replace(/ Did you mean [^?]*\?$/, '') : rest;
  const code = isErrorCode(extensions.code) ? extensions.code : 'BAD_USER_INPUT';
  const at = path === 'filter' ? '' : ` at "${path}"`;
  return new RequestError(
    code,
    `The parameter "filter" has the value ${value}${at}, which is not valid: ${reason}`,
    path,
  );
}
