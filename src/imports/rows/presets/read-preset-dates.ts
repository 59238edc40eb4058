import type { DateFormat } from '../../../dates/given/date-format.js';
import { parseDate } from '../../../dates/parse-date.js';
import type { ReceivedItem } from '../../normalise/received-item.js';
import type { RowBatch } from '../row-batch.js';

/**
 * Writes dates in the format of a preset as ISO 8601, so that the rows are read alike wherever they go, also
 * when they come back rejected. Other dates are left as they are.
 */
export async function* readPresetDates(
  batches: AsyncIterable<RowBatch>,
  dateFormat: DateFormat,
): AsyncGenerator<RowBatch> {
  for await (const batch of batches) {
    yield { ...batch, items: batch.items.map((item) => readDate(item, dateFormat)) };
  }
}

function readDate(item: ReceivedItem, dateFormat: DateFormat): ReceivedItem {
  if (item.date == null || item.fault !== undefined) return item;
  const read = parseDate(item.date, { dateFormat });
  return 'instant' in read ? { ...item, date: read.instant.toISOString() } : item;
}
