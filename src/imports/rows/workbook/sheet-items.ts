import { stripFormulaGuard } from '../../../formats/csv/formula-guard.js';
import { fields } from '../../normalise/item-fields.js';
import type { ReceivedItem } from '../../normalise/received-item.js';
import { truncatedLength } from '../../normalise/truncate-item.js';
import type { ColumnMap } from '../column-map.js';
import { type CsvColumns, createFileRow, readItem } from '../csv/csv-columns.js';
import { readReturned } from '../csv/returned-row.js';
import { JsonItems } from '../json/json-items.js';
import { invalidCharacter } from '../markup/decode-utf8.js';
import { rejectRow } from '../row-fault.js';
import { columnName, maxCells, maxRowLength, type SheetRow } from './sheet-row.js';

/** How the rows of a sheet become items. */
export interface SheetItemOptions {
  readonly map: ColumnMap;
  /** The text of a cell that means null. */
  readonly null?: string | undefined;
  /** Whether to remove the apostrophes that an export put before formulas. */
  readonly safeCsv?: boolean | undefined;
}

/** Reads the items in the rows of a sheet, as in those of CSV. */
export class SheetItems {
  readonly #places: readonly number[];
  readonly #rawItems: JsonItems;

  constructor(
    private readonly columns: CsvColumns,
    private readonly options: SheetItemOptions,
  ) {
    const { places, others } = columns;
    this.#places = fields.flatMap((field) => [places[field], ...(others[field] ?? [])]);
    this.#rawItems = new JsonItems(options.map);
  }

  read(row: SheetRow): ReceivedItem {
    const { line, tooWide, length } = row;
    const cells = this.options.safeCsv
      ? row.cells.map((cell) => cell && stripFormulaGuard(cell))
      : row.cells;
    const { columns } = this;
    const names = this.#namesFor(cells.length);
    const file = createFileRow(cells, { names }, length, this.options.null);
    if (length > maxRowLength) {
      return rejectRow(
        `${file.json().slice(0, truncatedLength)}…`,
        line,
        `The row on line ${line} has more than ${maxRowLength} characters, the maximum, and only its beginning is stored.`,
      );
    }
    if (tooWide !== undefined) {
      return rejectRow(
        file.json(),
        line,
        `The row on line ${line} has ${tooWide} cells; at most ${maxCells} are allowed, and only these are stored.`,
      );
    }
    const fault = this.#findFault(row);
    if (fault !== undefined) {
      return rejectRow(file.json().replaceAll(invalidCharacter, '\ufffd'), line, fault);
    }
    const kept = cells.length > columns.count ? cells.slice(0, columns.count) : cells;
    const item = readItem(kept, columns, line, this.options.null) as ReceivedItem;
    return readReturned(item, cells, columns, this.#rawItems) ?? { ...item, row: file };
  }

  /** A cell behind the last column is of no column, but it displaces no other, as it would in CSV. */
  #namesFor(count: number): readonly string[] {
    const { names } = this.columns;
    if (count <= names.length) return names;
    return Array.from({ length: count }, (_, at) => names[at] ?? `(column ${at + 1})`);
  }

  #findFault({ line, cells, faults }: SheetRow): string | undefined {
    if (faults !== undefined) {
      const place = this.#places.find((at) => faults.has(at));
      if (place !== undefined) {
        return `The cell ${columnName(place)}${line} ${faults.get(place)}; correct it in the workbook, open and save that in a spreadsheet program, and import it again.`;
      }
    }
    return cells.some((cell) => cell?.includes(invalidCharacter))
      ? `The row on line ${line} has bytes that are not UTF-8.`
      : undefined;
  }
}
