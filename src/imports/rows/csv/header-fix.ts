import { fields } from '../../normalise/item-fields.js';
import { parseUri } from '../../normalise/parse-uri.js';
import type { GivenFileOptions } from '../../options/parse-options.js';
import type { Advice } from '../advised-error.js';
import { formatColumnMap } from '../column-map.js';
import { isDate } from '../row-shape.js';
import { findSimilarNames } from '../similar-names.js';
import { parseCells } from './csv-cells.js';

/** The line taken for the header, and what is known of its file. */
export interface HeaderLines {
  readonly line: number;
  readonly delimiter: string;
  /** The beginning of what follows. */
  readonly next: string;
  /** Whether the input ends with it, without a line feed. */
  readonly isOpen: boolean;
}

const otherDelimiters = [',', ';', '\t', '|', '^', '~', ':'];
const maxLines = 20;

/**
 * What to do with a file whose first line does not name the columns, if the cause is evident: another
 * delimiter separates the names, they are on a later line, or there are none.
 */
export function suggestHeaderFix(
  header: readonly string[],
  { line, delimiter, next, isOpen }: HeaderLines,
): Advice | string | undefined {
  const names = header.map((name) => name.trim());
  const [only = ''] = names;
  const other = names.length === 1 ? findDelimiter(only) : undefined;
  if (other !== undefined) return suggestDelimiter(other, delimiter);
  const later = findLaterHeader(next);
  if (later !== undefined && !isHeader(names)) {
    return {
      start: `The column names seem to be on line ${line + 1 + later}; `,
      options: { skipLines: `${line + later}` },
    };
  }
  if (!names.some((cell) => 'uri' in parseUri(cell))) return undefined;
  if (isOpen && isHeader(names)) {
    return 'The input is a single line that contains rows as well, so its line feeds were lost; curl keeps them with --data-binary.';
  }
  return adviseNumbers(header, 'The first line seems to be a row; ', { noHeader: true });
}

/** Advises which columns of a file without names are the fields, by the cells of its first row. */
export function adviseNumbers(
  cells: readonly string[],
  start: string,
  options: GivenFileOptions = {},
): Advice {
  const uri = cells.findIndex((cell) => 'uri' in parseUri(cell));
  const date = cells.findIndex((cell, at) => at !== uri && isDate(cell));
  const rest = cells.map((_, at) => at).filter((at) => at !== uri && at !== date);
  const title = rest.find((at) => /\p{L}/u.test(cells[at] ?? '')) ?? rest[0] ?? -1;
  const other = rest.find((at) => at !== title) ?? -1;
  const map = {
    title: `${title + 1 || 1}`,
    uri: `${uri + 1 || 2}`,
    date: `${date + 1 || other + 1 || 3}`,
  };
  return { start, options: { ...options, map: formatColumnMap(map) } };
}

function suggestDelimiter(other: string, delimiter: string): Advice {
  const where = delimiter === '\t' ? 'are separated' : 'seem to be separated';
  return {
    start: `The names ${where} by "${other}"${delimiter === '\t' ? ', not by tabs' : ''}; `,
    options: delimiter === '\t' ? { format: 'csv', delimiter: other } : { delimiter: other },
  };
}

/** The delimiter of column names; undefined if a text does not seem to be several of them. */
const findDelimiter = (text: string) =>
  otherDelimiters.find((delimiter) => isHeader(text.split(delimiter)));

/** How many lines precede the one that names the columns. */
function findLaterHeader(next: string): number | undefined {
  const lines = next.split('\n', maxLines + 1).slice(0, -1);
  const place = lines.findIndex((text) =>
    otherDelimiters.some((delimiter) => isHeader(parseCells(text, delimiter))),
  );
  return place === -1 ? undefined : place;
}

/** Whether these are column names: at least two of them look like fields. */
export function isHeader(names: readonly string[]): boolean {
  const found = findSimilarNames(
    names.map((name) => name.trim()),
    fields,
    {},
  );
  return Object.keys(found).length >= 2;
}
