import { isUtf8 } from 'node:buffer';
import { parse } from 'csv-parse/sync';
import { unguarded } from '../../exports/spreadsheet-guard.js';
import type { ReceivedItem } from '../normalise-record.js';
import type { ColumnMap } from './column-map.js';
import { type CsvColumns, csvColumns, csvItem } from './csv-columns.js';
import { type CsvBlock, type CsvRecord, CsvRecords } from './csv-records.js';
import { InputError } from './input-error.js';
import { pieces } from './pieces.js';
import type { RowBatch } from './row-batch.js';
import { foreignRow, tooLongRow, unreadableRow } from './row-fault.js';

/** How CSV is read. */
export interface CsvOptions {
  readonly delimiter: ',' | '\t';
  readonly map?: ColumnMap | undefined;
  /** Whether apostrophes are taken away that an export put before formulas. */
  readonly safeCsv?: boolean | undefined;
}

/** Reads rows of CSV, whose first one names the columns. Blank lines are none. */
export async function* readCsv(
  input: AsyncIterable<Uint8Array>,
  options: CsvOptions,
): AsyncGenerator<RowBatch> {
  const records = new CsvRecords(options.delimiter);
  const reader = new CsvReader(options);
  try {
    for await (const piece of pieces(input)) {
      records.add(piece);
      const batch = reader.read(records.take());
      if (batch.items.length > 0) yield batch;
    }
    records.end();
  } catch (error) {
    // What stands before the fault is read.
    const batch = reader.read(records.take());
    if (batch.items.length > 0) yield batch;
    throw error;
  }
  const batch = reader.read(records.take());
  if (batch.items.length > 0) yield batch;
  reader.end();
}

class CsvReader {
  readonly #options: CsvOptions;
  #columns: CsvColumns | undefined;

  constructor(options: CsvOptions) {
    this.#options = options;
  }

  /** The items of the records. Throws an `InputError` where the first one does not name the columns. */
  read({ bytes, records, read }: CsvBlock): RowBatch {
    const items: ReceivedItem[] = [];
    let rows = records;
    if (this.#columns === undefined) {
      const [header] = records;
      if (header === undefined) return { items, bytes: read };
      this.#columns = csvColumns(this.#header(bytes, header), this.#options.map);
      rows = records.slice(1);
    }
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

  /** Says that there are no more records. Throws an `InputError` where there was none. */
  end(): void {
    if (this.#columns !== undefined) return;
    throw new InputError('The input is empty; a row that names the columns is wanted first.');
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
        items.push(itemOf(cells[place] ?? [], columns, bytes, row));
      }
    } else if (rows.length === 1) items.push(faultyRow(bytes, first));
    else {
      // One of them cannot be read with the others, and is looked for.
      const middle = rows.length >> 1;
      this.#readSound(bytes, rows.slice(0, middle), columns, items);
      this.#readSound(bytes, rows.slice(middle), columns, items);
    }
  }

  /** The cells of rows that follow one another; undefined where not all can be read. */
  #cells(bytes: Buffer, rows: readonly CsvRecord[]): string[][] | undefined {
    const text = bytes.subarray(rows[0]?.start, (rows.at(-1)?.end ?? 0) + 1);
    if (!isUtf8(text)) return undefined;
    const { delimiter, safeCsv } = this.#options;
    try {
      const cells: string[][] = parse(text, {
        delimiter,
        record_delimiter: ['\r\n', '\n'],
        relax_column_count: true,
        skip_empty_lines: true,
      });
      return safeCsv ? cells.map((row) => row.map(unguarded)) : cells;
    } catch {
      return undefined;
    }
  }
}

function itemOf(
  cells: readonly string[],
  columns: CsvColumns,
  bytes: Buffer,
  row: CsvRecord,
): ReceivedItem {
  const item = csvItem(cells, columns, row.line);
  if (item !== undefined) return item;
  const fault = `has ${cells.length} cells, and there are ${columns.count} columns`;
  return faultyRow(bytes, { ...row, fault });
}

function faultyRow(bytes: Buffer, { start, end, line, fault, length }: CsvRecord): ReceivedItem {
  const row = bytes.subarray(start, end);
  if (length !== undefined) return tooLongRow(row, length, line);
  if (!isUtf8(row)) return foreignRow(row, line);
  const why = fault ?? 'is no line of CSV';
  return unreadableRow(row.toString().replace(/\r$/, ''), line, `The row on line ${line} ${why}.`);
}
