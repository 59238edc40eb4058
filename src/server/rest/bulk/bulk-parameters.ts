import type { FastifyRequest } from 'fastify';
import { dateOrders } from '../../../dates/date-order.js';
import type { DateOptions } from '../../../dates/parse-date.js';
import { InputError } from '../../../errors/input-error.js';
import { RequestError } from '../../../errors/request-error.js';
import type { FileFormat } from '../../../formats/file-format.js';
import { parseQuery } from '../../../http/urls/parse-query.js';
import { readZones } from '../../../imports/normalise/read-zones.js';
import { type ColumnMap, parseColumnMap } from '../../../imports/rows/column-map.js';
import { quote } from '../../../text/quote.js';
import { checkParameters } from '../rest-search.js';

/** How a `POST /v1/bulk` is to be taken. */
export interface BulkParameters {
  readonly map: ColumnMap;
  readonly dates: DateOptions;
  readonly source: string;
  readonly dryRun: boolean;
  /** Whether apostrophes are taken away that an export put before formulas. */
  readonly safe: boolean;
  readonly idempotencyKey: string | undefined;
}

const allowed = ['map', 'dateOrder', 'zones', 'source', 'dryRun', 'safe'];
const maxLength = 255;

/**
 * Reads the query and the header `Idempotency-Key`. Throws `ARGUMENT_INVALID` for what is not allowed,
 * or not for this format.
 */
export function parseBulkParameters(request: FastifyRequest, format: FileFormat): BulkParameters {
  const query = parseQuery(request);
  checkParameters(query, allowed);
  const { map, dateOrder, zones, source, dryRun, safe } = query as Record<string, string>;
  return {
    map: map ? checked('map', () => parseColumnMap(map)) : {},
    dates: {
      dateOrder: dateOrder ? oneOf('dateOrder', dateOrder, dateOrders) : undefined,
      zones: zones ? checked('zones', () => readZones(zones)) : undefined,
    },
    source: source ? checkedSource(source) : 'POST /v1/bulk',
    dryRun: flag('dryRun', dryRun),
    safe: flag('safe', safe) && isForCsv(format),
    idempotencyKey: idempotencyKey(request.headers['idempotency-key']),
  };
}

const flag = (parameter: string, given: string | undefined) =>
  oneOf(parameter, given || 'false', ['true', 'false']) === 'true';

function isForCsv(format: FileFormat): true {
  if (format === 'csv' || format === 'tsv') return true;
  throw new RequestError(
    'ARGUMENT_INVALID',
    `The parameter "safe" is for CSV, and the body is sent as ${format}.`,
    'safe',
  );
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

function checked<Value>(parameter: string, read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new RequestError('ARGUMENT_INVALID', error.message, parameter);
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
  const isString = quoted !== undefined || given === '' || bareKey.test(given);
  const key = quoted?.replace(/\\(.)/g, '$1') ?? given;
  if (isString && key.length >= 1 && key.length <= maxLength) return key;
  const fault = isString
    ? `has ${key.length} characters; 1 to ${maxLength} are wanted`
    : `is ${quote(given)}; characters of ASCII are wanted, in quotes if there are commas or quotes among them`;
  throw new RequestError(
    'ARGUMENT_INVALID',
    `The header "Idempotency-Key" ${fault}. Nothing was stored.`,
    'Idempotency-Key',
  );
}
