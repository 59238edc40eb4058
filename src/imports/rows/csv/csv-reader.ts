import { isUtf8 } from 'node:buffer';
import { InputError } from '../../../errors/input-error.js';
import { stripFormulaGuard } from '../../../formats/csv/formula-guard.js';
import type { ReceivedItem } from '../../normalise/received-item.js';
import type { ColumnMap } from '../column-map.js';
import type { ByteChunk } from '../input/byte-chunks.js';
import { JsonItems } from '../json/json-items.js';
import { maxRowBytes } from '../partial-row.js';
import { isEmptyItem, toRawRow } from '../rejected-row.js';
import type { RowBatch } from '../row-batch.js';
import { rejectBytes, rejectNonUtf8, rejectTooLong } from '../row-fault.js';
import { assessLikeness, type RowShape } from '../row-shape.js';
import { lengthWithoutReturns, parseCells } from './csv-cells.js';
import { type CsvColumns, createFileRow, findColumns, readItem } from './csv-columns.js';
import type { CsvStart } from './csv-delimiter.js';
import { type CsvRecord, CsvRecords } from './csv-records.js';

/** How CSV is read. */
export interface CsvOptions {
  readonly map?: ColumnMap | undefined;
  /** Whether apostrophes are taken away that an export put before formulas. */
  readonly safeCsv?: boolean | undefined;
}

/** The most cells that a row may have, and the most columns. */
const maxCells = 1_000;

// Enough to see how a file goes on whose header names no columns.
const mostBehind = 10_000;

// A quote may have held back as many rows as 16 MB hold.
const mostRead = 10_000;

/**
 * Reads the items of CSV, whose first record names the columns. Where tabs stand between cells, a quote
 * that opens no cell is a character, and `\N` is null, as databases write them.
 */
export class CsvReader {
  readonly #start: CsvStart;
  readonly #options: CsvOptions;
  /** The text of a cell that stands for null. */
  readonly #nullText: string | undefined;
  readonly #records: CsvRecords;
  readonly #rawItems: JsonItems;
  /** How many records come before the header. */
  #toPassOver: number;
  #columns: CsvColumns | undefined;
  #shape: RowShape | undefined;
  #isWholeRow = false;
  /** Whether a line feed ends the header. */
  #headerEnds = false;
  #items: ReceivedItem[] = [];

  constructor(start: CsvStart, options: CsvOptions) {
    const { delimiter } = start;
    this.#start = start;
    this.#options = options;
    const isTabbed = delimiter === '\t';
    this.#nullText = isTabbed ? '\\N' : undefined;
    this.#records = new CsvRecords({ delimiter, hasPlainQuotes: isTabbed });
    this.#rawItems = new JsonItems(options.map);
    this.#toPassOver = start.hasDelimiterLine ? 1 : 0;
  }

  /** Takes the next piece of the text. */
  add(piece: ByteChunk): void {
    if (this.#start.endsInReturn) {
      throw new InputError(
        'The lines end in carriage returns alone, as old programs of the Macintosh write them; save it with line feeds.',
      );
    }
    this.#records.add(piece);
  }

  /** Says that the text has ended. */
  end(): void {
    this.#records.end();
  }

  /**
   * Reads on, as far as the text has come or up to so many rows. Throws an `InputError` where it names no
   * columns, or ends in the middle of a row.
   *
   * @returns whether there may be more
   */
  read(): boolean {
    while (this.#items.length < mostRead) {
      const record = this.#records.next();
      if (record === undefined) return false;
      if (this.#columns !== undefined) this.#items.push(this.#item(record, this.#columns));
      else if (this.#toPassOver > 0) this.#toPassOver -= 1;
      else this.#readHeader(record);
    }
    return true;
  }

  /** The items that were read since the last call, and how many bytes were read for them. */
  take(): RowBatch {
    const items = this.#items;
    this.#items = [];
    return { items, bytes: this.#records.read };
  }

  /**
   * Throws an `InputError` where there was no header, or where rows may have been run together with it,
   * which curl's `--data` does.
   */
  requireHeader(): void {
    if (this.#columns === undefined) {
      throw new InputError('The input is empty; a row that names the columns is wanted first.');
    }
    if (this.#headerEnds || !this.#columns.hasOthers) return;
    throw new InputError(
      'The input is a single line without a line feed, and it names more columns than title, uri and date. If rows are in it, their line feeds were lost: curl keeps them with --data-binary. If it is the header alone, end it with a line feed.',
    );
  }

  #readHeader(header: CsvRecord): void {
    if (header.cells > maxCells) {
      throw new InputError(`The header has ${header.cells} columns; at most ${maxCells} are read.`);
    }
    const cells = isSound(header) ? this.#cells(header) : undefined;
    if (cells === undefined) {
      throw new InputError(`The columns have no names: ${faulty(header).fault?.message}`);
    }
    const { delimiter } = this.#start;
    const next = this.#records.behind(mostBehind).toString();
    const lines = { line: header.line, delimiter, next, isOpen: header.isOpen };
    const columns = findColumns(cells, this.#options.map ?? {}, lines);
    const { uri, date } = columns.places;
    this.#shape = { delimiter, count: columns.count, uri, date };
    // In TSV, a quote in the header may have swallowed rows, and is a character then.
    if (this.#records.know(this.#shape, header)) return;
    this.#columns = columns;
    // With no other columns and names, an item is all that there is in a row.
    this.#isWholeRow = columns.hasOthers || Object.keys(this.#options.map ?? {}).length > 0;
    this.#headerEnds = !header.isOpen;
  }

  #item(record: CsvRecord, columns: CsvColumns): ReceivedItem {
    const { line, isOpen } = record;
    if (!isSound(record)) return faulty(record);
    if (record.cells > maxCells) {
      return faulty(record, `has ${record.cells} cells; at most ${maxCells} are read`);
    }
    const cells = this.#cells(record);
    const count = cells?.length ?? record.cells;
    if (isOpen && count < columns.count) throw this.#cutOff(line, count, columns.count);
    if (cells === undefined) return rejectNonUtf8(record.bytes, line);
    const item = readItem(cells, columns, line, this.#nullText);
    if (item === undefined) {
      return faulty(record, `has ${cells.length} cells, and there are ${columns.count} columns`);
    }
    const raw = columns.raw === undefined ? undefined : toRawRow(cells[columns.raw]);
    if (raw !== undefined && isEmptyItem(item)) return this.#rawItems.readRaw(raw, line);
    if (columns.areRejected) {
      return raw === undefined ? item : this.#rawItems.completed(item, raw);
    }
    if (!this.#isWholeRow) return item;
    return { ...item, row: createFileRow(cells, columns, record.length, this.#nullText) };
  }

  /** Why the last record, which no line feed ends, is not taken for a row. */
  #cutOff(line: number, cells: number, count: number): InputError {
    return new InputError(
      `The input is cut off: it ends at byte ${this.#records.read} in the row on line ${line}, which has ${cells} of ${count} cells. If it is a row, end it with a line feed; if it is none, remove it.`,
    );
  }

  /** The cells of a record; undefined where it is no UTF-8. */
  #cells({ bytes }: CsvRecord): string[] | undefined {
    const text = bytes.toString();
    // The character for what is no text may also stand in the text itself.
    if (text.includes('\ufffd') && !isUtf8(bytes)) return undefined;
    const cells = this.#plainCells(text) ?? parseCells(text, this.#start.delimiter);
    return this.#options.safeCsv ? cells.map(stripFormulaGuard) : cells;
  }

  /** The cells of a line of TSV in which two odd quotes seem to be around several cells; else undefined. */
  #plainCells(text: string): string[] | undefined {
    const shape = this.#shape;
    if (shape?.delimiter !== '\t' || !text.includes('"')) return undefined;
    const cells = text.slice(0, lengthWithoutReturns(text)).split('\t');
    if (cells.length !== shape.count || parseCells(text, '\t').length === cells.length)
      return undefined;
    return assessLikeness(cells, shape) === 'row' ? cells : undefined;
  }
}

const isSound = ({ fault, length }: CsvRecord) => fault === undefined && length <= maxRowBytes;

/** A record as a row that cannot be read. */
function faulty({ bytes, length, line, fault }: CsvRecord, why = fault): ReceivedItem {
  if (length > maxRowBytes) return rejectTooLong(bytes, length, line);
  if (!isUtf8(bytes)) return rejectNonUtf8(bytes, line);
  return rejectBytes(bytes, line, why ?? '');
}
