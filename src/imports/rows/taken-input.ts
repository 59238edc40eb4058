import type { FileFormat } from '../../formats/file-format.js';
import { quote } from '../../text/quote.js';
import type { Recognised } from './recognise/recognised.js';

/** What an input was taken for, as reports tell it. */
export interface TakenInput {
  readonly format: FileFormat;
  readonly encoding: string;
  /** The delimiter of CSV and TSV. */
  readonly delimiter?: string;
  /** A clause that completes "It was read as …, because". */
  readonly why: string;
  /** What of this is not as usual, as a sentence; undefined if all is. */
  readonly note?: string;
}

interface Taking {
  readonly recognised: Recognised;
  readonly named: FileFormat | undefined;
  readonly encoding: string;
  readonly isMarked: boolean;
  readonly delimiter: string | undefined;
}

const labels: Readonly<Record<FileFormat, string>> = {
  json: 'JSON',
  ndjson: 'NDJSON',
  csv: 'CSV',
  tsv: 'TSV',
};

/** Describes what an input was taken for. */
export function describeTaken(taking: Taking): TakenInput {
  const { recognised, encoding, delimiter } = taking;
  const format = delimiter === '\t' ? 'tsv' : recognised.format;
  const note = noteUnusual(format, taking);
  return {
    format,
    encoding,
    ...(delimiter === undefined ? {} : { delimiter }),
    why: recognised.why,
    ...(note === undefined ? {} : { note }),
  };
}

function noteUnusual(format: FileFormat, taking: Taking): string | undefined {
  const { recognised, named, encoding, isMarked, delimiter } = taking;
  const isOther = named !== undefined && named !== format;
  const isForeign = encoding !== 'utf-8';
  const isOddlyDelimited = delimiter !== undefined && ![',', ';', '\t'].includes(delimiter);
  if (!isOther && !isForeign && !isOddlyDelimited) return undefined;
  const parts = [
    labels[format],
    ...(isForeign ? [`in ${encoding.toUpperCase()}`] : []),
    ...(isOddlyDelimited ? [`with the delimiter ${quote(delimiter)}`] : []),
  ];
  const reasons = [
    ...(isOther ? [recognised.why] : []),
    ...(isForeign && isMarked ? ['it begins with that byte order mark'] : []),
  ];
  const because = reasons.length === 0 ? '' : `, because ${reasons.join(' and ')}`;
  const though = isOther ? `, not as ${labels[named]}` : '';
  return `It was read as ${parts.join(' ')}${though}${because}.`;
}
