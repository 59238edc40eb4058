import type { SheetRow } from './sheet-row.js';

/** A sheet of a workbook. */
export interface SheetName {
  readonly name: string;
  readonly isHidden: boolean;
}

/** How the cells of a sheet are read. */
export interface CellOptions {
  /** Whether dates are left the serial numbers that they are, since their form was given. */
  readonly hasSerialDates: boolean;
}

/** A workbook, whose parts are in a temporary file. */
export interface Workbook {
  readonly format: 'xlsx' | 'ods';
  /** What it is, with its article. */
  readonly label: string;
  /** Its size, in bytes. */
  readonly length: number;
  /**
   * Its sheets, in the order of their tabs.
   *
   * @param toVisible whether those after the first that is not hidden are of no interest
   */
  listSheets(toVisible: boolean): Promise<readonly SheetName[]>;
  /**
   * Reads the rows of a sheet, in lists.
   *
   * @param at its place among the sheets, from 0
   */
  readSheet(at: number, options: CellOptions): AsyncGenerator<readonly SheetRow[]>;
  close(): Promise<void>;
}
