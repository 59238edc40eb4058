import { decodeHTML } from 'entities';
import type { DateFormat } from '../../../dates/given/date-format.js';
import { parseDate } from '../../../dates/parse-date.js';
import type { ReceivedItem } from '../../normalise/received-item.js';
import type { ColumnMap } from '../column-map.js';
import type { RowBatch } from '../row-batch.js';
import type { Preset } from './preset.js';

/**
 * Reads what only a preset knows of the fields, so that the rows are read alike wherever they go, also when
 * they come back rejected: its dates become ISO 8601. What is in another form is left as it is.
 */
export async function* finishItems(
  batches: AsyncIterable<RowBatch>,
  preset: Preset,
  known: KnownFields,
): AsyncGenerator<RowBatch> {
  const { uriSeparator, titleElement } = preset;
  const isPlain = [known.dateFormat, uriSeparator, titleElement].every(
    (each) => each === undefined,
  );
  if (isPlain) yield* batches;
  else {
    for await (const batch of batches) {
      yield { ...batch, items: batch.items.map((item) => finishItem(item, preset, known)) };
    }
  }
}

/** What is known of the fields besides the preset. */
export interface KnownFields {
  /** The form of dates by the preset; undefined if dates were given by hand. */
  readonly dateFormat: DateFormat | undefined;
  /** The columns that were given by hand, of which the preset knows nothing. */
  readonly givenMap: ColumnMap;
}

function finishItem(
  item: ReceivedItem,
  preset: Preset,
  { dateFormat, givenMap }: KnownFields,
): ReceivedItem {
  if (item.fault !== undefined) return item;
  const { uriSeparator, titleElement } = preset;
  const isSplit = uriSeparator !== undefined && givenMap.uri === undefined;
  const split = isSplit ? takeFirstUri(item, uriSeparator) : item;
  const isInElement = titleElement !== undefined && givenMap.title === undefined;
  const titled = isInElement ? readTitle(split, titleElement) : split;
  return dateFormat === undefined ? titled : readDate(titled, preset, dateFormat);
}

function takeFirstUri(item: ReceivedItem, separator: string): ReceivedItem {
  const first = (text: string | null | undefined) => text?.split(separator, 1)[0];
  return { ...item, uri: first(item.uri) ?? null, title: first(item.title) ?? null };
}

function readTitle(item: ReceivedItem, element: string): ReceivedItem {
  const text = item.title ?? '';
  const start = text.indexOf(`<${element}>`);
  const end = text.indexOf(`</${element}>`, start);
  const title =
    start === -1 || end === -1 ? '' : decodeHTML(text.slice(start + element.length + 2, end));
  return { ...item, title: title.trim() === '' ? (item.uri ?? null) : title };
}

function readDate(
  item: ReceivedItem,
  { noDate, afterDay }: Preset,
  dateFormat: DateFormat,
): ReceivedItem {
  const { date: given } = item;
  if (given == null) return item;
  if (given === noDate) return { ...item, date: null, givenDate: given };
  const text = afterDay === undefined ? given : (given.split(afterDay, 1)[0] ?? given);
  const read = parseDate(text, { dateFormat });
  return 'instant' in read ? { ...item, date: read.instant.toISOString(), givenDate: given } : item;
}
