import type { DateFormat } from '../../dates/given/date-format.js';
import type { FileFormat } from '../../formats/file-format.js';
import { quote } from '../../text/quote.js';
import { type ColumnMap, formatColumnMap } from './column-map.js';
import type { Preset } from './presets/preset.js';
import type { Recognised } from './recognise/recognised.js';

/** What an input was taken for, as reports tell it. */
export interface TakenInput {
  readonly format: FileFormat;
  readonly encoding: string;
  /** The preset by which it was read. */
  readonly preset?: string;
  /** The delimiter of CSV and TSV. */
  readonly delimiter?: string;
  /** The name of the sheet of a workbook. */
  readonly sheet?: string;
  /** A clause that completes "It was read as …, because". */
  readonly why: string;
  /** What of this is not as usual, as a sentence; undefined if all is. */
  readonly note?: string;
}

interface Taking {
  /** The preset, and the columns that it gives to the fields. */
  readonly preset: Preset | undefined;
  readonly map: ColumnMap;
  /** The form of dates that the preset says. */
  readonly dateFormat: DateFormat | undefined;
  readonly recognised: Recognised;
  readonly named: FileFormat | undefined;
  readonly encoding: string;
  /** Where the encoding is known from, as a clause, if it is known from the input. */
  readonly encodingWhy: string | undefined;
  readonly delimiter: string | undefined;
  /** The kind of a workbook, with its article, and the name of its sheet. */
  readonly workbook?: { readonly label: string; readonly sheet: string };
}

const labels: Readonly<Record<FileFormat, string>> = {
  json: 'JSON',
  ndjson: 'NDJSON',
  csv: 'CSV',
  tsv: 'TSV',
  html: 'HTML',
  xml: 'XML',
  xlsx: 'XLSX',
  ods: 'ODS',
};

/** Describes what an input was taken for. */
export function describeTaken(taking: Taking): TakenInput {
  const { recognised, encoding, delimiter, preset } = taking;
  const format = delimiter === '\t' ? 'tsv' : recognised.format;
  const note = noteUnusual(format, taking);
  return {
    format,
    encoding,
    ...(preset === undefined ? {} : { preset: preset.name }),
    ...(delimiter === undefined ? {} : { delimiter }),
    ...(taking.workbook === undefined ? {} : { sheet: taking.workbook.sheet }),
    why: recognised.why,
    ...(note === undefined ? {} : { note }),
  };
}

function describeKind(
  format: FileFormat,
  preset: Preset | undefined,
  workbook: Taking['workbook'],
): string {
  if (workbook === undefined) return preset?.label ?? labels[format];
  const place = `the sheet ${quote(workbook.sheet)} of ${workbook.label}`;
  return preset === undefined ? place : `${preset.label} in ${place}`;
}

function noteUnusual(format: FileFormat, taking: Taking): string | undefined {
  const { recognised, named, encoding, encodingWhy, delimiter, preset, map, dateFormat, workbook } =
    taking;
  const isOther = named !== undefined && named !== format;
  const isForeign = encoding !== 'utf-8';
  const isOddlyDelimited = delimiter !== undefined && ![',', ';', '\t'].includes(delimiter);
  const isUsual = !isOther && !isForeign && !isOddlyDelimited && preset === undefined;
  if (isUsual && workbook === undefined) return undefined;
  const parts = [
    describeKind(format, preset, workbook),
    ...(isForeign ? [`in ${encoding.toUpperCase()}`] : []),
    ...(isOddlyDelimited ? [`with the delimiter ${quote(delimiter)}`] : []),
  ];
  const reasons = [
    ...(isOther
      ? [format === recognised.format ? recognised.why : 'its cells are separated by tabs']
      : []),
    ...(isForeign && encodingWhy !== undefined ? [encodingWhy] : []),
  ];
  const mapped =
    preset === undefined
      ? ''
      : `, with ${formatColumnMap(map)}${dateFormat === undefined ? '' : ` and dates as ${dateFormat.name}`}`;
  const because = reasons.length === 0 ? '' : `, because ${reasons.join(' and ')}`;
  const though = isOther ? `, not as ${labels[named]}` : '';
  return `It was read as ${parts.join(' ')}${though}${because}${mapped}.`;
}
