import { fields } from '../../normalise/item-fields.js';
import { parseUri } from '../../normalise/parse-uri.js';
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
): string | undefined {
  const [only = ''] = header;
  const other = header.length === 1 ? findDelimiter(only) : undefined;
  if (other !== undefined) return suggestDelimiter(other, delimiter);
  const later = findLaterHeader(next);
  if (later !== undefined && !isHeader(header)) {
    const named = line + 1 + later;
    return `The column names seem to be on line ${named}; remove the lines before it, for example with "tail -n +${named}".`;
  }
  if (header.some((cell) => 'uri' in parseUri(cell))) {
    if (isOpen && isHeader(header)) {
      return 'The input is a single line that contains rows as well, so its line feeds were lost; curl keeps them with --data-binary.';
    }
    return 'The first line seems to be a row; add a line before it that names the columns in their order, like title,uri,date.';
  }
  return undefined;
}

function suggestDelimiter(other: string, delimiter: string): string {
  if (delimiter === '\t') {
    return `The names are separated by "${other}", not by tabs; import the file as CSV${otherDelimiters.indexOf(other) < 2 ? '' : `, with the line sep=${other} before it`}.`;
  }
  return `The names seem to be separated by "${other}"; add the line sep=${other} before them.`;
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
function isHeader(names: readonly string[]): boolean {
  const found = findSimilarNames(
    names.map((name) => name.trim()),
    fields,
    {},
  );
  return Object.keys(found).length >= 2;
}
