import type { FastifyRequest } from 'fastify';
import { RequestError } from '../errors.js';
import type { DateOrder } from '../imports/dates/parse-date.js';
import { type ColumnMap, columnMap } from '../imports/rows/column-map.js';
import { InputError } from '../imports/rows/input-error.js';
import { queryOf } from './query-of.js';
import { checkParameters } from './rest-search.js';

/** How a `POST /v1/bulk` is to be taken. */
export interface BulkParameters {
  readonly map: ColumnMap;
  readonly dateOrder: DateOrder | undefined;
  readonly source: string;
  readonly dryRun: boolean;
  readonly idempotencyKey: string | undefined;
}

const dateOrders: readonly DateOrder[] = ['DMY', 'MDY'];
const allowed = ['map', 'dateOrder', 'source', 'dryRun'];
const maxLength = 255;

/** Reads the query and the header `Idempotency-Key`. Throws `ARGUMENT_INVALID` for what is not allowed. */
export function bulkParameters(request: FastifyRequest): BulkParameters {
  const query = queryOf(request);
  checkParameters(query, allowed);
  const { map, dateOrder, source, dryRun } = query as Record<string, string>;
  return {
    map: map ? checkedMap(map) : {},
    dateOrder: dateOrder ? oneOf('dateOrder', dateOrder, dateOrders) : undefined,
    source: source ? checkedSource(source) : 'POST /v1/bulk',
    dryRun: oneOf('dryRun', dryRun || 'false', ['true', 'false']) === 'true',
    idempotencyKey: idempotencyKey(request.headers['idempotency-key']),
  };
}

function oneOf<Name extends string>(
  parameter: string,
  given: string,
  names: readonly Name[],
): Name {
  const name = names.find((each) => each === given);
  if (name !== undefined) return name;
  throw new RequestError(
    'ARGUMENT_INVALID',
    `The parameter "${parameter}" is "${given}"; it must be ${names.join(' or ')}.`,
    parameter,
  );
}

function checkedMap(map: string): ColumnMap {
  try {
    return columnMap(map);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new RequestError('ARGUMENT_INVALID', error.message, 'map');
  }
}

function checkedSource(source: string): string {
  const { length } = [...source];
  if (length <= maxLength) return source;
  throw new RequestError(
    'ARGUMENT_INVALID',
    `The parameter "source" has ${length} characters; it must have 1 to ${maxLength}.`,
    'source',
  );
}

const bareKey = /^[ !#-+\--~]+$/;
const quotedKey = /^"((?:[ !#-[\]-~]|\\["\\])*)"$/;

/**
 * The key of the header `Idempotency-Key`, which is a string of structured fields (RFC 9651) by the
 * draft that describes it. Bare ones are taken as well, as many clients send them so.
 */
function idempotencyKey(header: string | readonly string[] | undefined): string | undefined {
  if (header === undefined) return undefined;
  const given = String(header).trim();
  const [, quoted] = quotedKey.exec(given) ?? [];
  const key = quoted?.replace(/\\(.)/g, '$1') ?? (bareKey.test(given) ? given : '');
  if (key.length >= 1 && key.length <= maxLength) return key;
  throw new RequestError(
    'ARGUMENT_INVALID',
    `The header "Idempotency-Key" has ${given.length} characters; 1 to ${maxLength} of ASCII are wanted, in quotes if there are commas among them. Nothing was stored.`,
    'Idempotency-Key',
  );
}
