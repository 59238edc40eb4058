import type { FileFormat } from '../../formats/file-format.js';
import type { ColumnMap } from './column-map.js';
import { readCsv } from './csv/read-csv.js';
import { rejectUnsupported } from './input/reject-unsupported.js';
import { FirstItems, requireMembers } from './json/first-items.js';
import { createRowReader } from './json/json-row.js';
import { readJson } from './json/read-json.js';
import { readNdjson } from './json/read-ndjson.js';
import type { RowBatch } from './row-batch.js';

/** How rows are read. */
export interface ReadOptions {
  readonly format: FileFormat;
  readonly map?: ColumnMap;
  /** Whether to remove the apostrophes that an export put before formulas. */
  readonly safeCsv?: boolean;
}

/**
 * Reads rows from bytes that are not compressed. A row from which no item can be read has a `fault`, and
 * reading continues. Takes no more memory than the longest row allowed, 16 MB.
 *
 * Throws an `InputError` where the input as a whole cannot be read further, after all rows before that
 * place; a `MissingColumnError`, before any row, if no row can be an item.
 */
export function readRows(
  input: AsyncIterable<Uint8Array>,
  { format, map = {}, safeCsv }: ReadOptions,
): AsyncGenerator<RowBatch> {
  const rows = rejectUnsupported(input, map);
  const first = new FirstItems(map);
  switch (format) {
    case 'json':
      return requireMembers(readJson(rows, createRowReader(map, first)), first);
    case 'ndjson':
      return requireMembers(readNdjson(rows, createRowReader(map, first)), first);
    case 'csv':
      return readCsv(rows, { map, safeCsv });
    case 'tsv':
      return readCsv(rows, { delimiter: '\t', map, safeCsv });
  }
}
