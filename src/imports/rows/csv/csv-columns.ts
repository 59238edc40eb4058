import { InputError } from '../../../errors/input-error.js';
import { quote, quoteNames } from '../../../text/quote.js';
import type { FileRow } from '../../normalise/file-row.js';
import { type Field, fields } from '../../normalise/item-fields.js';
import type { ReceivedItem } from '../../normalise/received-item.js';
import type { ColumnMap } from '../column-map.js';
import { formatMissingNames, MissingColumnError } from '../missing-column-error.js';
import { isRejectedRowsHeader } from '../rejected-row.js';
import { type HeaderLines, suggestHeaderFix } from './header-fix.js';

/** Where the cells of a row stand that hold the fields. */
export interface CsvColumns {
  readonly count: number;
  /** Whether there are columns that hold none of the fields. */
  readonly hasOthers: boolean;
  readonly places: { readonly [F in Field]: number };
  /** Their names, each of which is there once. */
  readonly names: readonly string[];
  /** Whether the names are those of rejected rows that come back. */
  readonly areRejected: boolean;
  /** Where such rows have the row as it came. */
  readonly raw: number | undefined;
}

/**
 * Finds the columns of the fields by their names; those of rejected rows that come back have the
 * fields' own names, whatever the map says. Throws a {@link MissingColumnError} where there is none for one
 * of them, and an `InputError` where it is there twice.
 */
export function findColumns(
  header: readonly string[],
  givenMap: ColumnMap,
  lines: HeaderLines,
): CsvColumns {
  const trimmed = header.map((name) => name.trim());
  const names = header.map(comparable);
  const map = isRejectedRowsHeader(names) ? {} : givenMap;
  const columnsAre = `The columns are ${quoteNames(trimmed, mostShown)}`;
  const placeOf = (field: Field) => {
    const name = map[field] ?? field;
    const place = names.indexOf(comparable(name));
    if (place === names.lastIndexOf(comparable(name))) return place;
    throw new InputError(`${columnsAre}; the column ${quote(name)} is there twice.`);
  };
  const places = { title: placeOf('title'), uri: placeOf('uri'), date: placeOf('date') };
  const missing = fields.filter((field) => places[field] === -1);
  if (missing.length > 0) {
    const message = `${columnsAre}; none of them is ${formatMissingNames(missing, map)}.`;
    throw new MissingColumnError(
      message,
      { names: trimmed, map, missing },
      suggestHeaderFix(trimmed, lines),
    );
  }
  const raw = names.indexOf('raw');
  return {
    count: header.length,
    hasOthers: header.length > fields.length,
    places,
    names: distinct(trimmed),
    areRejected: isRejectedRowsHeader(names),
    raw: raw === -1 ? undefined : raw,
  };
}

// More of them would hide what is wrong, and a file that is no CSV may have any number.
const mostShown = 20;

const comparable = (name: string) => name.trim().toLowerCase();

/** The names, of which those that are there already, or empty, have the number of their column. */
function distinct(names: readonly string[]): string[] {
  const seen = new Set<string>();
  return names.map((name, at) => {
    const own = name === '' || seen.has(name) ? `${name} (column ${at + 1})`.trimStart() : name;
    seen.add(own);
    return own;
  });
}

/** A row of CSV as an object of its columns. */
export function createFileRow(
  cells: readonly string[],
  { names }: CsvColumns,
  length: number,
  nullText?: string,
): FileRow {
  const cellAt = (at: number) => {
    const cell = cells[at];
    return cell === undefined || cell === nullText ? null : cell;
  };
  return {
    length,
    json: () => JSON.stringify(Object.fromEntries(names.map((name, at) => [name, cellAt(at)]))),
  };
}

/**
 * The item that the cells of a row hold; undefined where they are more than there are columns.
 *
 * @param nullText the text of a cell that stands for null, if there is one
 */
export function readItem(
  cells: readonly string[],
  { count, places }: CsvColumns,
  line: number,
  nullText?: string,
): ReceivedItem | undefined {
  // Commas at the end of a line are nothing that could be lost.
  for (let at = count; at < cells.length; at += 1) if (cells[at] !== '') return undefined;
  const cellAt = (place: number) => {
    const cell = cells[place];
    return cell === undefined || cell === nullText ? null : cell;
  };
  return {
    title: cellAt(places.title),
    uri: cellAt(places.uri),
    date: cellAt(places.date),
    line,
  };
}
