import { fields } from '../../normalise/item-fields.js';
import { parseUri } from '../../normalise/parse-uri.js';
import { findSimilarNames } from '../similar-names.js';
import { parseCells } from './csv-cells.js';

/** The line that is taken for the header, and what is known of its file. */
export interface HeaderLines {
  readonly line: number;
  readonly delimiter: string;
  /** The beginning of what follows it. */
  readonly next: string;
  /** Whether the input ends with it, without a line feed. */
  readonly isOpen: boolean;
}

const otherDelimiters = [',', ';', '\t', '|', '^', '~', ':'];
const mostLines = 20;

/**
 * What to do with a file whose first line does not name the columns, where that can be seen: another
 * delimiter stands between the names, they come on a later line, or there are none.
 */
export function suggestHeaderFix(
  header: readonly string[],
  { line, delimiter, next, isOpen }: HeaderLines,
): string | undefined {
  const [only = ''] = header;
  const other = header.length === 1 ? delimiterOf(only) : undefined;
  if (other !== undefined) return remedyFor(other, delimiter);
  const later = laterHeader(next);
  if (later !== undefined && !isHeader(header)) {
    const named = line + 1 + later;
    return `The columns seem to be named on line ${named}; remove the lines before it, as "tail -n +${named}" does.`;
  }
  if (header.some((cell) => 'uri' in parseUri(cell))) {
    if (isOpen && isHeader(header)) {
      return 'The input is a single line that holds rows as well, so its line feeds were lost; curl keeps them with --data-binary.';
    }
    return 'The first line seems to be a row; put a line before it that names the columns, in their order, like title,uri,date.';
  }
  return undefined;
}

function remedyFor(other: string, delimiter: string): string {
  if (delimiter === '\t') {
    return `There are no tabs between the names, but "${other}"; import the file as CSV${otherDelimiters.indexOf(other) < 2 ? '' : `, with the line sep=${other} before it`}.`;
  }
  return `"${other}" seems to stand between the names; put the line sep=${other} before them.`;
}

/** What stands between names of columns; undefined where a text does not seem to be several of them. */
const delimiterOf = (text: string) =>
  otherDelimiters.find((delimiter) => isHeader(text.split(delimiter)));

/** How many lines come before the one that names the columns. */
function laterHeader(next: string): number | undefined {
  const lines = next.split('\n', mostLines + 1).slice(0, -1);
  const place = lines.findIndex((text) =>
    otherDelimiters.some((delimiter) => isHeader(parseCells(text, delimiter))),
  );
  return place === -1 ? undefined : place;
}

/** Whether names are those of columns: two of them at least look like fields. */
function isHeader(names: readonly string[]): boolean {
  const found = findSimilarNames(
    names.map((name) => name.trim()),
    fields,
    {},
  );
  return Object.keys(found).length >= 2;
}
