import { Negotiator } from 'negotiator';
import { RequestError } from '../../../errors/request-error.js';
import {
  acceptedTypes,
  type ExportFormat,
  type ExportFormatName,
  exportFormatNames,
  exportFormats,
  safeCsv,
} from '../../../exports/export-formats.js';
import { ignoreLongAccept } from '../../../http/replies/accept.js';
import { invalidParameter } from '../rest-parameters.js';
import type { ExportRequest } from './export-request.js';

/**
 * The format that the client has chosen, or else accepts. Throws `NOT_ACCEPTABLE` if it accepts none, and
 * `ARGUMENT_INVALID` for what only CSV has.
 */
export function selectFormat(
  { format, safe }: Pick<ExportRequest, 'format' | 'safe'>,
  accept: string | undefined,
): ExportFormat {
  const chosen = format ? exportFormats[format] : negotiateFormat(accept);
  if (!safe) return chosen;
  if (chosen.name === 'csv') return safeCsv;
  throw invalidParameter('safe', `applies to CSV only; the requested format is ${chosen.name}`);
}

/** The media types of each format, its own first. */
const types: ReadonlyMap<string, ExportFormatName> = new Map(
  exportFormatNames.flatMap((name) => acceptedTypes(name).map((type) => [type, name] as const)),
);

function negotiateFormat(accept: string | undefined): ExportFormat {
  const header = { accept: ignoreLongAccept(accept) || undefined };
  const type = new Negotiator({ headers: header }).mediaType([...types.keys()]) ?? '';
  const name = types.get(type);
  if (name !== undefined) return { ...exportFormats[name], contentType: type };
  const own = exportFormatNames.map((each) => exportFormats[each].contentType.split(';', 1)[0]);
  throw new RequestError(
    'NOT_ACCEPTABLE',
    `The header "Accept" is "${accept}"; exports are available as ${own.join(', ')}.`,
  );
}
