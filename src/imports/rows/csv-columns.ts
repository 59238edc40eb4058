import { quote, quoteNames } from '../clean-text.js';
import type { ReceivedItem } from '../normalise-record.js';
import { type ColumnMap, type Field, fields } from './column-map.js';
import { ColumnMissing, missingNames } from './column-missing.js';
import { type HeaderLines, headerRemedy } from './header-remedy.js';
import { InputError } from './input-error.js';
import { areOfRejectedRows } from './rejected-row.js';

/** Where the cells of a row stand that hold the fields. */
export interface CsvColumns {
  readonly count: number;
  /** Whether there are columns that hold none of the fields. */
  readonly hasOthers: boolean;
  readonly places: { readonly [F in Field]: number };
  /** Where rejected rows that come back have the row as it came. */
  readonly raw: number | undefined;
}

/**
 * Finds the columns of the fields by their names; those of rejected rows that come back have the
 * fields' own names, whatever the map says. Throws a {@link ColumnMissing} where there is none for one
 * of them, and an `InputError` where it is there twice.
 */
export function csvColumns(
  header: readonly string[],
  givenMap: ColumnMap,
  lines: HeaderLines,
): CsvColumns {
  const trimmed = header.map((name) => name.trim());
  const names = header.map(comparable);
  const map = areOfRejectedRows(names) ? {} : givenMap;
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
    const message = `${columnsAre}; none of them is ${missingNames(missing, map)}.`;
    throw new ColumnMissing(
      message,
      { names: trimmed, map, missing },
      headerRemedy(trimmed, lines),
    );
  }
  const raw = names.indexOf('raw');
  const hasOthers = header.length > fields.length;
  return { count: header.length, hasOthers, places, raw: raw === -1 ? undefined : raw };
}

// More of them would hide what is wrong, and a file that is no CSV may have any number.
const mostShown = 20;

const comparable = (name: string) => name.trim().toLowerCase();

/**
 * The item that the cells of a row hold; undefined where they are more than there are columns.
 *
 * @param nullText the text of a cell that stands for null, if there is one
 */
export function csvItem(
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
