import { isUtf8 } from 'node:buffer';
import { InputError } from '../../../errors/input-error.js';
import { stripFormulaGuard } from '../../../formats/csv/formula-guard.js';
import type { ReceivedItem } from '../../normalise/received-item.js';
import { AdvisedError } from '../advised-error.js';
import type { ColumnMap } from '../column-map.js';
import type { ByteChunk } from '../input/byte-chunks.js';
import { JsonItems } from '../json/json-items.js';
import { maxRowBytes } from '../partial-row.js';
import type { RowBatch } from '../row-batch.js';
import { rejectBytes, rejectNonUtf8, rejectTooLong } from '../row-fault.js';
import { assessLikeness, type RowShape } from '../row-shape.js';
import { lengthWithoutReturns, parseCells, stripCdxMark } from './csv-cells.js';
import {
  type CsvColumns,
  createFileRow,
  findColumns,
  numberColumns,
  readItem,
} from './csv-columns.js';
import type { CsvStart } from './csv-delimiter.js';
import { type CsvRecord, CsvRecords } from './csv-records.js';
import { readReturned } from './returned-row.js';

/** How CSV is read. */
export interface CsvOptions {
  readonly map?: ColumnMap | undefined;
  /** Whether to remove the apostrophes that an export put before formulas. */
  readonly safeCsv?: boolean | undefined;
  /** The text of a cell that means null. */
  readonly null?: string | undefined;
  /** Whether the first row names no columns, which are numbered then. */
  readonly noHeader?: boolean | undefined;
  /** The encoding that the input was in, for messages. */
  readonly encoding?: string | undefined;
}

/** The maximum number of cells in a row, and of columns. */
const maxCells = 1_000;

// Enough to see how a file continues if its header names no columns.
const maxPeekedBytes = 10_000;

// A quote may have delayed as many rows as fit into 16 MB.
const maxBatchRows = 10_000;

/**
 * Reads the items of CSV, whose first record names the columns. With tabs between cells, a quote that
 * opens no cell is an ordinary character, and `\N` is null, as databases write them.
 */
export class CsvReader {
  readonly #start: CsvStart;
  readonly #options: CsvOptions;
  /** The text of a cell that means null. */
  readonly #nullText: string | undefined;
  readonly #records: CsvRecords;
  readonly #rawItems: JsonItems;
  /** How many records precede the header. */
  #toSkip: number;
  #columns: CsvColumns | undefined;
  #shape: RowShape | undefined;
  #isWholeRow = false;
  /** Whether the header ends with a line feed. */
  #headerEnds = false;
  #items: ReceivedItem[] = [];

  constructor(start: CsvStart, options: CsvOptions) {
    const { delimiter } = start;
    this.#start = start;
    this.#options = options;
    const isTabbed = delimiter === '\t';
    this.#nullText = options.null ?? (isTabbed ? '\\N' : undefined);
    // Between spaces are the uris of CDX, which may have quotes.
    this.#records = new CsvRecords({ delimiter, hasPlainQuotes: isTabbed || delimiter === ' ' });
    this.#rawItems = new JsonItems(options.map);
    this.#toSkip = start.hasDelimiterLine ? 1 : 0;
  }

  /** Takes the next chunk of the input. */
  add(chunk: ByteChunk): void {
    if (this.#start.endsInReturn) {
      throw new InputError(
        'The lines end in carriage returns without line feeds, as old Macintosh programs write them; save the file with line feeds.',
      );
    }
    this.#records.add(chunk);
  }

  /** Ends the input. */
  end(): void {
    this.#records.end();
  }

  /**
   * Reads as far as the input has arrived, or up to 10,000 rows. Throws an `InputError` if the input names
   * no columns or ends in the middle of a row.
   *
   * @returns whether there may be more
   */
  read(): boolean {
    while (this.#items.length < maxBatchRows) {
      const record = this.#records.next();
      if (record === undefined) return false;
      if (this.#columns !== undefined) this.#items.push(this.#readItem(record, this.#columns));
      else if (this.#toSkip > 0) this.#toSkip -= 1;
      else if (this.#options.noHeader) this.#readFirstRow(record);
      else this.#readHeader(record);
    }
    return true;
  }

  /** Takes the items read since the last call, with the number of bytes read so far. */
  take(): RowBatch {
    const items = this.#items;
    this.#items = [];
    return { items, bytes: this.#records.read };
  }

  /**
   * Throws an `InputError` if there was no header, or if rows may have been joined to it, which curl's
   * `--data` does.
   */
  requireHeader(): void {
    if (this.#columns === undefined) {
      throw new InputError('The input is empty; expected a first row that names the columns.');
    }
    if (this.#headerEnds || !this.#columns.hasOthers) return;
    throw new InputError(
      'The input is a single line without a line feed, and it names more columns than title, uri and date. If it contains rows, their line feeds were lost: curl keeps them with --data-binary. If it is only the header, end it with a line feed.',
    );
  }

  #readHeader(header: CsvRecord): void {
    if (header.cells > maxCells) {
      throw new InputError(
        `The header has ${header.cells} columns; at most ${maxCells} are allowed.`,
      );
    }
    const read = isSound(header) ? this.#parseCells(header) : undefined;
    if (read === undefined) throw this.#createHeaderError(header);
    const { delimiter } = this.#start;
    const cells = stripCdxMark(read);
    const next = this.#records.peekAhead(maxPeekedBytes).toString();
    const lines = { line: header.line, delimiter, next, isOpen: header.isOpen };
    const columns = findColumns(cells, this.#options.map ?? {}, lines);
    this.#shape = createShape(delimiter, columns);
    // In TSV, a quote in the header may have swallowed rows, and is then an ordinary character.
    if (this.#records.learnShape(this.#shape, header)) return;
    this.#columns = columns;
    // Without other columns and names, a row has nothing but the item.
    this.#isWholeRow = columns.hasOthers || Object.keys(this.#options.map ?? {}).length > 0;
    this.#headerEnds = !header.isOpen;
  }

  /** Numbers the columns by the first row, and reads it. */
  #readFirstRow(record: CsvRecord): void {
    const cells = isSound(record) ? this.#parseCells(record) : undefined;
    if (cells === undefined) throw this.#createHeaderError(record);
    const columns = numberColumns(cells, this.#options.map ?? {});
    this.#shape = createShape(this.#start.delimiter, columns);
    this.#columns = columns;
    this.#isWholeRow = true;
    this.#headerEnds = true;
    this.#items.push(this.#readItem(record, columns));
  }

  #createHeaderError(header: CsvRecord): InputError {
    const { bytes, fault } = header;
    const why = `The header cannot be read: ${this.#rejectRecord(header).fault?.message}`;
    const isForeign = fault === undefined && !isUtf8(bytes) && this.#options.encoding === undefined;
    const advice = { start: 'If it is in Windows-1252, ', options: { encoding: 'windows-1252' } };
    return new AdvisedError(why, isForeign ? advice : undefined);
  }

  #readItem(record: CsvRecord, columns: CsvColumns): ReceivedItem {
    const { line, isOpen } = record;
    if (!isSound(record)) return this.#rejectRecord(record);
    if (record.cells > maxCells) {
      return this.#rejectRecord(
        record,
        `has ${record.cells} cells; at most ${maxCells} are allowed`,
      );
    }
    const cells = this.#parseCells(record);
    const count = cells?.length ?? record.cells;
    if (isOpen && count < columns.count) throw this.#createCutOffError(line, count, columns.count);
    if (cells === undefined) return rejectNonUtf8(record.bytes, line, this.#options.encoding);
    const item = readItem(cells, columns, line, this.#nullText);
    if (item === undefined) {
      return this.#rejectRecord(
        record,
        `has ${cells.length} cells, but there are ${columns.count} columns`,
      );
    }
    const returned = readReturned(item, cells, columns, this.#rawItems);
    if (returned !== undefined) return returned;
    if (!this.#isWholeRow) return item;
    return { ...item, row: createFileRow(cells, columns, record.length, this.#nullText) };
  }

  /** A record as a rejected row. */
  #rejectRecord({ bytes, length, line, fault }: CsvRecord, why = fault): ReceivedItem {
    if (length > maxRowBytes) return rejectTooLong(bytes, length, line);
    if (!isUtf8(bytes)) return rejectNonUtf8(bytes, line, this.#options.encoding);
    return rejectBytes(bytes, line, why ?? '');
  }

  /** The error for a last record without a line feed that is not a complete row. */
  #createCutOffError(line: number, cells: number, count: number): InputError {
    return new InputError(
      `The input is cut off: it ends at byte ${this.#records.read} in the row on line ${line}, which has ${cells} of ${count} cells. If it is complete, end it with a line feed; otherwise remove it.`,
    );
  }

  /** The cells of a record; undefined if it is not UTF-8. */
  #parseCells({ bytes }: CsvRecord): string[] | undefined {
    const text = bytes.toString();
    // The replacement character may also be part of the text itself.
    if (text.includes('\ufffd') && !isUtf8(bytes)) return undefined;
    const cells = this.#splitAtTabs(text) ?? parseCells(text, this.#start.delimiter);
    return this.#options.safeCsv ? cells.map(stripFormulaGuard) : cells;
  }

  /** The cells of a line of TSV in which two odd quotes seem to enclose several cells; otherwise undefined. */
  #splitAtTabs(text: string): string[] | undefined {
    const shape = this.#shape;
    if (shape?.delimiter !== '\t' || !text.includes('"')) return undefined;
    const cells = text.slice(0, lengthWithoutReturns(text)).split('\t');
    if (cells.length !== shape.count || parseCells(text, '\t').length === cells.length)
      return undefined;
    return assessLikeness(cells, shape) === 'row' ? cells : undefined;
  }
}

const isSound = ({ fault, length }: CsvRecord) => fault === undefined && length <= maxRowBytes;

const createShape = (
  delimiter: string,
  { count, places: { uri, date } }: CsvColumns,
): RowShape => ({
  delimiter,
  count,
  uri,
  date,
});
