import type { Database } from '../../database/database.js';
import type { Page } from '../../paging/page.js';
import { loadColumns } from '../columns/column-cache.js';
import type { Bitmap } from '../columns/column-matcher.js';
import { emptyBitmap, visitPlaces } from '../evaluate/bitmap.js';
import type { RecordMatches } from '../evaluate/match-records.js';
import { TimeSlices } from '../evaluate/time-slices.js';
import { FirstPlaces } from './first-places.js';
import { type ListOrder, readingOf } from './list-order.js';

/** The ids of the first of the matching records on a page, in reading order: one more than its size. */
export async function findFirstIds(
  database: Database,
  matches: RecordMatches,
  order: ListOrder,
  page: Page,
): Promise<number[]> {
  const { descending, includes } = readingOf(order, page);
  const count = page.size + 1;
  const first = new FirstPlaces(count, descending);
  const byDate = order.key === 'date';
  const addTail = () => {
    for (const { id, time } of matches.tail) {
      const key = byDate ? time : id;
      if (includes(key, id)) first.add(key, id);
    }
  };
  if (byDate || descending) addTail();
  const slices = new TimeSlices();
  for (const [block, bitmap] of blocksWithMatches(matches, descending)) {
    // By their ids, the records of all further blocks come later.
    if (!byDate && first.isFull) break;
    for await (const columns of loadColumns(database, matches.state, block, block + 1)) {
      if (byDate && !first.mayTake(descending ? columns.latest : columns.earliest)) continue;
      visitPlaces(bitmap, (place) => {
        const id = columns.idAt(place);
        const key = byDate ? columns.timeAt(place) : id;
        if (first.mayTake(key) && includes(key, id)) first.add(key, id);
      });
    }
    await slices.pause();
  }
  if (!byDate && !descending) addTail();
  return first.ids();
}

function blocksWithMatches({ bitmaps }: RecordMatches, descending: boolean): [number, Bitmap][] {
  const blocks = [...bitmaps.entries()].filter(([, bitmap]) => bitmap !== emptyBitmap);
  return descending ? blocks.reverse() : blocks;
}
