/** A row of a sheet that has at least one cell with a value. */
export interface SheetRow {
  /** Its number in the sheet, from 1. */
  readonly line: number;
  /** The texts of its cells; blank cells have none. */
  readonly cells: readonly (string | undefined)[];
  /** What is wrong with cells, as predicates of "The cell C3 …". */
  readonly faults?: ReadonlyMap<number, string>;
  /** The number of its last cell with a value, if it has too many. */
  readonly tooWide?: number;
  /** How often it is repeated, if it is. */
  readonly repeated?: number;
  /** How many characters its cells have. */
  readonly length: number;
}

/** The maximum number of cells in a row that are read, as for CSV. */
export const maxCells = 1_000;
/** The maximum number of rows of a sheet: that of spreadsheet programs. */
export const maxSheetRows = 1_048_576;
/** The maximum length of a row, in characters. */
export const maxRowLength = 16 * 1024 * 1024;

const maxKeptOfCell = 1000;

/** A row that is being read. */
export class RowBuilder {
  #cells: (string | undefined)[] = [];
  #faults: Map<number, string> | undefined;
  #tooWide = 0;
  #length = 0;

  /** How many characters may be added yet. */
  get left(): number {
    return maxRowLength - this.#length;
  }

  /**
   * @param at the number of the cell, from 0
   * @param fault what is wrong with it, if anything
   */
  add(at: number, text: string, fault?: string): void {
    if (text === '' && fault === undefined) return;
    if (at >= maxCells) {
      this.#tooWide = Math.max(this.#tooWide, at + 1);
      return;
    }
    this.#length += text.length;
    // Of a row that is too long, the beginning of each cell is enough.
    this.#cells[at] = this.#length > maxRowLength ? text.slice(0, maxKeptOfCell) : text;
    if (fault === undefined) return;
    this.#faults ??= new Map();
    this.#faults.set(at, fault);
  }

  /** The row, if it is not empty, after which another one begins. */
  finish(line: number): SheetRow | undefined {
    const [cells, faults, tooWide, length] = [
      this.#cells,
      this.#faults,
      this.#tooWide,
      this.#length,
    ];
    this.#cells = [];
    this.#faults = undefined;
    this.#tooWide = 0;
    this.#length = 0;
    if (cells.length === 0 && tooWide === 0) return undefined;
    return { line, cells, length, ...(faults && { faults }), ...(tooWide > 0 && { tooWide }) };
  }
}

/** The name of a column: A for 0, AA for 26. */
export function columnName(at: number): string {
  const letter = String.fromCharCode(65 + (at % 26));
  return at < 26 ? letter : `${columnName(Math.floor(at / 26) - 1)}${letter}`;
}
