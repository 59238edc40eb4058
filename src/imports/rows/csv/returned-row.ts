import type { ReceivedItem } from '../../normalise/received-item.js';
import type { JsonItems } from '../json/json-items.js';
import { isEmptyItem, toRawRow } from '../rejected-row.js';
import type { CsvColumns } from './csv-columns.js';

/** The item of a row that was returned rejected, completed from the original row; undefined for any other row. */
export function readReturned(
  item: ReceivedItem,
  cells: readonly (string | undefined)[],
  { raw: place, areRejected }: CsvColumns,
  items: JsonItems,
): ReceivedItem | undefined {
  const raw = place === undefined ? undefined : toRawRow(cells[place]);
  if (raw !== undefined && isEmptyItem(item)) return items.readRaw(raw, item.line ?? 0);
  if (!areRejected) return undefined;
  return raw === undefined ? item : items.completeFromRaw(item, raw);
}
