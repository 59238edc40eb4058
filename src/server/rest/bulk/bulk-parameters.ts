import type { FastifyRequest } from 'fastify';
import { RequestError } from '../../../errors/request-error.js';
import type { FileFormat } from '../../../formats/file-format.js';
import { parseQuery } from '../../../http/urls/parse-query.js';
import {
  type FileOptionName,
  type FileOptions,
  fileOptionNames,
  fileOptions,
} from '../../../imports/options/file-options.js';
import {
  type GivenFileOptions,
  OptionValueError,
  parseFileOptions,
} from '../../../imports/options/parse-options.js';
import { maxPreviewRows } from '../../../imports/preview/preview-rows.js';
import { quote } from '../../../text/quote.js';
import { checkParameters, invalidParameter, parseChoice, parseFlag } from '../rest-parameters.js';

/** The parameters of a `POST /v1/bulk`. */
export interface BulkParameters {
  /** How the body is read. */
  readonly options: FileOptions;
  readonly source: string;
  /** Whether nothing is stored, as for a preview. */
  readonly dryRun: boolean;
  /** How many rows to show, storing none; undefined to import. */
  readonly preview: number | undefined;
  readonly idempotencyKey: string | undefined;
}

// "safe" is the older name of "safeCsv".
const allowed = [...fileOptionNames, 'safe', 'source', 'dryRun', 'preview'];
const maxLength = 255;

/**
 * Reads the query string and the header `Idempotency-Key`. Throws `ARGUMENT_INVALID` for a value that is
 * not allowed, or not for this format.
 *
 * @param named the format that the content type names
 */
export function parseBulkParameters(
  request: FastifyRequest,
  named: FileFormat | undefined,
): BulkParameters {
  const query = parseQuery(request);
  checkParameters(query, allowed);
  const given = query as Record<string, string>;
  const { source, dryRun, preview } = given;
  const options = parseOptions({ ...given, safeCsv: given.safeCsv || given.safe });
  const format = options.format ?? named;
  if (options.safeCsv && (format === 'json' || format === 'ndjson')) {
    const name = given.safe ? 'safe' : 'safeCsv';
    throw invalidParameter(name, `applies to CSV and TSV only; the request body is ${format}`);
  }
  return {
    options,
    source: source ? parseSource(source) : 'POST /v1/bulk',
    dryRun: parseFlag('dryRun', dryRun) || Boolean(preview),
    preview: preview ? parsePreview(preview) : undefined,
    idempotencyKey: parseIdempotencyKey(request.headers['idempotency-key']),
  };
}

/** An empty parameter counts as not given. */
function parseOptions(given: Readonly<Record<string, string | undefined>>): FileOptions {
  const texts = Object.fromEntries(
    fileOptionNames.filter((name) => given[name]).map((name) => [name, readOption(name, given)]),
  ) as GivenFileOptions;
  try {
    return parseFileOptions(texts);
  } catch (error) {
    if (!(error instanceof OptionValueError)) throw error;
    throw new RequestError('ARGUMENT_INVALID', error.message, error.option);
  }
}

function readOption(
  name: FileOptionName,
  given: Readonly<Record<string, string | undefined>>,
): string | true | undefined {
  const option = fileOptions[name];
  const text = given[name] ?? '';
  if (option.kind === 'choice') return parseChoice<string>(name, text, option.choices);
  if (option.kind === 'text') return text;
  return parseFlag(name === 'safeCsv' && given.safe ? 'safe' : name, text) || undefined;
}

function parsePreview(text: string): number {
  const rows = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (rows >= 1 && rows <= maxPreviewRows) return rows;
  throw invalidParameter(
    'preview',
    `is ${quote(text)}; expected a whole number from 1 to ${maxPreviewRows}`,
  );
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
