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
import { checkParameters, invalidParameter, parseChoice, parseFlag } from '../rest-parameters.js';

/** The parameters of a `POST /v1/bulk`. */
export interface BulkParameters {
  readonly map: ColumnMap;
  readonly dates: DateOptions;
  readonly source: string;
  readonly dryRun: boolean;
  /** Whether apostrophes are removed that an export put before formulas. */
  readonly safe: boolean;
  readonly idempotencyKey: string | undefined;
}

const allowed = ['map', 'dateOrder', 'zones', 'source', 'dryRun', 'safe'];
const maxLength = 255;

/**
 * Reads the query string and the header `Idempotency-Key`. Throws `ARGUMENT_INVALID` for a value that is
 * not allowed, or not for this format.
 */
export function parseBulkParameters(request: FastifyRequest, format: FileFormat): BulkParameters {
  const query = parseQuery(request);
  checkParameters(query, allowed);
  const { map, dateOrder, zones, source, dryRun, safe } = query as Record<string, string>;
  return {
    map: map ? parseWith('map', () => parseColumnMap(map)) : {},
    dates: {
      dateOrder: dateOrder ? parseChoice('dateOrder', dateOrder, dateOrders) : undefined,
      zones: zones ? parseWith('zones', () => readZones(zones)) : undefined,
    },
    source: source ? parseSource(source) : 'POST /v1/bulk',
    dryRun: parseFlag('dryRun', dryRun),
    safe: parseFlag('safe', safe) && requireCsv(format),
    idempotencyKey: parseIdempotencyKey(request.headers['idempotency-key']),
  };
}

function requireCsv(format: FileFormat): true {
  if (format === 'csv' || format === 'tsv') return true;
  throw invalidParameter('safe', `applies to CSV and TSV only; the request body is ${format}`);
}

function parseWith<Value>(parameter: string, parse: () => Value): Value {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new RequestError('ARGUMENT_INVALID', error.message, parameter);
  }
}

function parseSource(source: string): string {
  const { length } = [...source];
  if (length <= maxLength) return source;
  throw invalidParameter('source', `has ${length} characters; expected 1 to ${maxLength}`);
}

const bareKey = /^[ !#-+\--~]+$/;
const quotedKey = /^"((?:[ !#-[\]-~]|\\["\\])*)"$/;

/**
 * The key in the header `Idempotency-Key`, by its draft a string of structured fields (RFC 9651).
 * Unquoted keys are accepted, too, as many clients send them.
 */
function parseIdempotencyKey(header: string | readonly string[] | undefined): string | undefined {
  if (header === undefined) return undefined;
  const given = String(header).trim();
  const [, quoted] = quotedKey.exec(given) ?? [];
  const isString = quoted !== undefined || given === '' || bareKey.test(given);
  const key = quoted?.replace(/\\(.)/g, '$1') ?? given;
  if (isString && key.length >= 1 && key.length <= maxLength) return key;
  const fault = isString
    ? `has ${key.length} characters; expected 1 to ${maxLength}`
    : `is ${quote(given)}; expected ASCII characters, quoted if they include commas or quotes`;
  throw new RequestError(
    'ARGUMENT_INVALID',
    `The header "Idempotency-Key" ${fault}. Nothing was stored.`,
    'Idempotency-Key',
  );
}
