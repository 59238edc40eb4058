import { isUtf8 } from 'node:buffer';
import { parse } from 'csv-parse/sync';
import { unguarded } from '../../exports/spreadsheet-guard.js';
import type { ReceivedItem } from '../normalise-record.js';
import type { ColumnMap } from './column-map.js';
import { type CsvColumns, csvColumns, csvItem } from './csv-columns.js';
import type { CsvStart } from './csv-delimiter.js';
import type { CsvBlock, CsvRecord } from './csv-records.js';
import { InputError } from './input-error.js';
import { JsonItems } from './json-items.js';
import { hasNothing, rawRow } from './rejected-row.js';
import type { RowBatch } from './row-batch.js';
import { foreignRow, tooLongRow, unreadableRow } from './row-fault.js';

/** How CSV is read. */
export interface CsvOptions {
  readonly map?: ColumnMap | undefined;
  /** Whether apostrophes are taken away that an export put before formulas. */
  readonly safeCsv?: boolean | undefined;
}

/** Reads the items of records of CSV, the first of which names the columns. */
export class CsvReader {
  readonly #start: CsvStart;
  readonly #options: CsvOptions;
  readonly #rawItems: JsonItems;
  /** How many records come before the header. */
  #toPassOver: number;
  #columns: CsvColumns | undefined;
  /** Whether a line feed ends the header. */
  #headerEnds = false;

  constructor(start: CsvStart, options: CsvOptions) {
    this.#start = start;
    this.#options = options;
    this.#rawItems = new JsonItems(options.map);
    this.#toPassOver = start.hasDelimiterLine ? 1 : 0;
  }

  /** The items of the next records. Throws an `InputError` where the first one does not name the columns. */
  read({ bytes, records, read }: CsvBlock): RowBatch {
    if (this.#start.endsInReturn) {
      throw new InputError(
        'The lines end in carriage returns alone, as old programs of the Macintosh write them; save it with line feeds.',
      );
    }
    const rows = this.#columns === undefined ? this.#afterHeader(bytes, records) : records;
    const items: ReceivedItem[] = [];
    if (this.#columns === undefined) return { items, bytes: read };
    let from = 0;
    for (const [place, row] of rows.entries()) {
      const isSound = row.fault === undefined && row.length === undefined;
      if (isSound) continue;
      this.#readSound(bytes, rows.slice(from, place), this.#columns, items);
      items.push(faultyRow(bytes, row));
      from = place + 1;
    }
    this.#readSound(bytes, rows.slice(from), this.#columns, items);
    return { items, bytes: read };
  }

  /** Why the last record, if no line feed ends it, is not taken for a row; undefined where it is one. */
  cutOff({ bytes, records, read }: CsvBlock): InputError | undefined {
    const last = records.at(-1);
    const count = this.#columns?.count ?? 0;
    if (last === undefined || last.end < bytes.length) return undefined;
    if (last.fault !== undefined || last.length !== undefined) return undefined;
    const [cells] = this.#parsed(bytes.subarray(last.start)) ?? [];
    if (cells === undefined || cells.length >= count) return undefined;
    return new InputError(
      `The input is cut off: it ends at byte ${read} in the row on line ${last.line}, which has ${cells.length} of ${count} cells. If the row is meant to be so, end it with a line feed.`,
    );
  }

  /**
   * Says that there are no more records. Throws an `InputError` where there was none, or where rows may
   * have been run together with the header, which curl's `--data` does.
   */
  end(): void {
    if (this.#columns === undefined) {
      throw new InputError('The input is empty; a row that names the columns is wanted first.');
    }
    if (this.#headerEnds || !this.#columns.hasOthers) return;
    throw new InputError(
      'The input is a single line without a line feed, and it names more columns than title, uri and date. If rows are in it, their line feeds were lost: curl keeps them with --data-binary. If it is the header alone, end it with a line feed.',
    );
  }

  /** Reads the header, if it is among the records, and returns those behind it. */
  #afterHeader(bytes: Buffer, records: readonly CsvRecord[]): readonly CsvRecord[] {
    const place = this.#toPassOver;
    const header = records[place];
    if (header === undefined) this.#toPassOver -= records.length;
    else {
      this.#columns = csvColumns(this.#header(bytes, header), this.#options.map);
      this.#headerEnds = header.end < bytes.length;
    }
    return records.slice(place + 1);
  }

  #header(bytes: Buffer, header: CsvRecord): readonly string[] {
    const [cells] = header.fault === undefined ? (this.#cells(bytes, [header]) ?? []) : [];
    if (cells !== undefined) return cells;
    const { fault } = faultyRow(bytes, header);
    throw new InputError(`The columns have no names: ${fault?.message}`);
  }

  #readSound(
    bytes: Buffer,
    rows: readonly CsvRecord[],
    columns: CsvColumns,
    items: ReceivedItem[],
  ): void {
    const [first] = rows;
    if (first === undefined) return;
    const cells = this.#cells(bytes, rows);
    if (cells?.length === rows.length) {
      for (const [place, row] of rows.entries()) {
        items.push(this.#item(cells[place] ?? [], columns, bytes, row));
      }
    } else if (rows.length === 1) items.push(faultyRow(bytes, first));
    else {
      // One of them cannot be read with the others, and is looked for.
      const middle = rows.length >> 1;
      this.#readSound(bytes, rows.slice(0, middle), columns, items);
      this.#readSound(bytes, rows.slice(middle), columns, items);
    }
  }

  #item(
    cells: readonly string[],
    columns: CsvColumns,
    bytes: Buffer,
    row: CsvRecord,
  ): ReceivedItem {
    const item = csvItem(cells, columns, row.line);
    if (item === undefined) {
      const fault = `has ${cells.length} cells, and there are ${columns.count} columns`;
      return faultyRow(bytes, { ...row, fault });
    }
    if (columns.raw === undefined || !hasNothing(item)) return item;
    const raw = rawRow(cells[columns.raw]);
    return raw === undefined ? item : this.#rawItems.readRaw(raw, row.line);
  }

  /** The cells of rows that follow one another; undefined where not all can be read. */
  #cells(bytes: Buffer, rows: readonly CsvRecord[]): string[][] | undefined {
    const text = bytes.subarray(rows[0]?.start, (rows.at(-1)?.end ?? 0) + 1);
    return isUtf8(text) ? this.#parsed(text) : undefined;
  }

  #parsed(text: Buffer): string[][] | undefined {
    try {
      const cells: string[][] = parse(text, {
        delimiter: this.#start.delimiter,
        record_delimiter: ['\r\n', '\n'],
        relax_column_count: true,
        skip_empty_lines: true,
      });
      return this.#options.safeCsv ? cells.map((row) => row.map(unguarded)) : cells;
    } catch {
      return undefined;
    }
  }
}

function faultyRow(bytes: Buffer, { start, end, line, fault, length }: CsvRecord): ReceivedItem {
  const row = bytes.subarray(start, end);
  if (length !== undefined) return tooLongRow(row, length, line);
  if (!isUtf8(row)) return foreignRow(row, line);
  const why = fault ?? 'is no line of CSV';
  return unreadableRow(row.toString().replace(/\r$/, ''), line, `The row on line ${line} ${why}.`);
}
