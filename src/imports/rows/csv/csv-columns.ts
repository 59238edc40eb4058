import { InputError } from '../../../errors/input-error.js';
import { quote, quoteNames } from '../../../text/quote.js';
import type { FileRow } from '../../normalise/file-row.js';
import { type Field, fields } from '../../normalise/item-fields.js';
import type { ReceivedItem } from '../../normalise/received-item.js';
import type { ColumnMap } from '../column-map.js';
import { formatMissingNames, MissingColumnError } from '../missing-column-error.js';
import { isRejectedRowsHeader } from '../rejected-row.js';
import { type HeaderLines, suggestHeaderFix } from './header-fix.js';

/** The columns that hold the fields. */
export interface CsvColumns {
  readonly count: number;
  /** Whether there are columns that hold no field. */
  readonly hasOthers: boolean;
  readonly places: { readonly [F in Field]: number };
  /** Their names, made unique. */
  readonly names: readonly string[];
  /** Whether the names are those of returned rejected rows. */
  readonly areRejected: boolean;
  /** The column in which such rows hold the original row. */
  readonly raw: number | undefined;
}

/**
 * Finds the columns of the fields by their names; returned rejected rows have the fields' own names,
 * whatever the map says. Throws a {@link MissingColumnError} if a field has no column, and an `InputError`
 * if it has two.
 */
export function findColumns(
  header: readonly string[],
  givenMap: ColumnMap,
  lines: HeaderLines,
): CsvColumns {
  const trimmed = header.map((name) => name.trim());
  const names = header.map(comparable);
  const map = isRejectedRowsHeader(names) ? {} : givenMap;
  const columnsAre = `The columns are ${quoteNames(trimmed, maxShown)}`;
  const findPlace = (field: Field) => {
    const name = map[field] ?? field;
    const place = names.indexOf(comparable(name));
    if (place === names.lastIndexOf(comparable(name))) return place;
    throw new InputError(`${columnsAre}; the column ${quote(name)} appears twice.`);
  };
  const places = { title: findPlace('title'), uri: findPlace('uri'), date: findPlace('date') };
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
    names: makeUnique(trimmed),
    areRejected: isRejectedRowsHeader(names),
    raw: raw === -1 ? undefined : raw,
  };
}

// More would hide the problem, and a file that is not CSV may have any number.
const maxShown = 20;

const comparable = (name: string) => name.trim().toLowerCase();

/** The names, where those that repeat or are empty get the number of their column. */
function makeUnique(names: readonly string[]): string[] {
  const seen = new Set<string>();
  return names.map((name, at) => {
    const own = name === '' || seen.has(name) ? `${name} (column ${at + 1})`.trimStart() : name;
    seen.add(own);
    return own;
  });
}

/** A row of CSV as a JSON object with a member for each column. */
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
 * The item in the cells of a row; undefined if there are more cells than columns.
 *
 * @param nullText the text of a cell that means null, if there is one
 */
export function readItem(
  cells: readonly string[],
  { count, places }: CsvColumns,
  line: number,
  nullText?: string,
): ReceivedItem | undefined {
  // Nothing is lost with trailing delimiters.
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
