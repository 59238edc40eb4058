import { InputError } from '../../../errors/input-error.js';
import { isBlank } from '../../../text/clean-text.js';
import { quote, quoteNames } from '../../../text/quote.js';
import type { FileRow } from '../../normalise/file-row.js';
import { type Field, fields } from '../../normalise/item-fields.js';
import type { ReceivedItem } from '../../normalise/received-item.js';
import type { ColumnMap } from '../column-map.js';
import { splitAlternatives } from '../member-path.js';
import { formatMissingNames, MissingColumnError } from '../missing-column-error.js';
import { isRejectedRowsHeader } from '../rejected-row.js';
import { adviseNumbers, type HeaderLines, suggestHeaderFix } from './header-fix.js';

type Places = { readonly [F in Field]: number };

/** The columns that hold the fields. */
export interface CsvColumns {
  readonly count: number;
  /** Whether there are columns that hold no field. */
  readonly hasOthers: boolean;
  readonly places: Places;
  /** Where else the fields are, in rows whose cells in these places are blank. */
  readonly others: { readonly [F in Field]?: readonly number[] };
  readonly hasAlternatives: boolean;
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
  const findPlaces = (field: Field) => findAll(map[field] ?? field, names, columnsAre);
  const found = { title: findPlaces('title'), uri: findPlaces('uri'), date: findPlaces('date') };
  const missing = fields.filter((field) => found[field].length === 0);
  if (missing.length > 0) {
    const message = `${columnsAre}; none of them is ${formatMissingNames(missing, map)}.`;
    throw new MissingColumnError(
      message,
      { names: trimmed, map, missing },
      suggestHeaderFix(header, lines),
    );
  }
  const raw = names.indexOf('raw');
  return {
    count: header.length,
    hasOthers: header.length > fields.length,
    ...splitPlaces(found),
    names: makeUnique(trimmed),
    areRejected: isRejectedRowsHeader(names),
    raw: raw === -1 ? undefined : raw,
  };
}

/** The places of the column with a name, or of its alternatives. */
function findAll(name: string, names: readonly string[], columnsAre: string): number[] {
  const find = (each: string) => {
    const place = names.indexOf(comparable(each));
    if (place === names.lastIndexOf(comparable(each))) return place;
    throw new InputError(`${columnsAre}; the column ${quote(each)} appears twice.`);
  };
  const own = find(name);
  if (own !== -1 || !name.includes('|')) return own === -1 ? [] : [own];
  return splitAlternatives(name)
    .map(find)
    .filter((place) => place !== -1);
}

function splitPlaces(found: { readonly [F in Field]: readonly number[] }) {
  const first = (field: Field) => found[field][0] as number;
  const places = { title: first('title'), uri: first('uri'), date: first('date') };
  const more = fields.filter((field) => found[field].length > 1);
  const others = Object.fromEntries(more.map((field) => [field, found[field].slice(1)]));
  return { places, others, hasAlternatives: more.length > 0 };
}

/**
 * The columns of a file that does not name them, by the cells of its first row: their names are their
 * numbers, from 1. Throws a {@link MissingColumnError} if a field has no column.
 */
export function numberColumns(cells: readonly string[], map: ColumnMap): CsvColumns {
  const names = cells.map((_, at) => `${at + 1}`);
  const columnsAre = `The rows have ${cells.length} columns, 1 to ${cells.length}`;
  const findPlaces = (field: Field) => findAll(map[field] ?? field, names, columnsAre);
  const found = { title: findPlaces('title'), uri: findPlaces('uri'), date: findPlaces('date') };
  const missing = fields.filter((field) => found[field].length === 0);
  if (missing.length > 0) {
    throw new MissingColumnError(
      `${columnsAre}; none of them is ${formatMissingNames(missing, map)}.`,
      { names, map, missing },
      adviseNumbers(cells, 'By its first row, '),
    );
  }
  return {
    count: cells.length,
    hasOthers: true,
    ...splitPlaces(found),
    names,
    areRejected: false,
    raw: undefined,
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
  cells: readonly (string | undefined)[],
  { names }: Pick<CsvColumns, 'names'>,
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
  cells: readonly (string | undefined)[],
  { count, places, others, hasAlternatives }: CsvColumns,
  line: number,
  nullText?: string,
): ReceivedItem | undefined {
  // Nothing is lost with trailing delimiters.
  for (let at = count; at < cells.length; at += 1) if (cells[at] !== '') return undefined;
  const cellAt = (place: number) => {
    const cell = cells[place];
    return cell === undefined || cell === nullText ? null : cell;
  };
  const { title, uri, date } = places;
  // Nearly all files have one column for each field.
  if (!hasAlternatives) return { title: cellAt(title), uri: cellAt(uri), date: cellAt(date), line };
  const read = (field: Field) => {
    const cell = cellAt(places[field]);
    const more = others[field];
    if (more === undefined || !isBlank(cell ?? '')) return cell;
    return more.map(cellAt).find((each) => !isBlank(each ?? '')) ?? cell;
  };
  return { title: read('title'), uri: read('uri'), date: read('date'), line };
}
