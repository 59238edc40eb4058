import { TimeSlices } from '../../concurrency/time-slices.js';
import type { Database } from '../../database/database.js';
import type { ColumnBlock } from '../columns/column-block.js';
import { loadColumns } from '../columns/column-cache.js';
import type { Bitmap } from '../columns/column-matcher.js';
import { visitPlaces } from '../evaluate/bitmap.js';
import type { TailRecord } from '../evaluate/read-tail.js';
import type { IndexState } from '../index/index-state.js';
import { FirstPlaces } from './first-places.js';
import { readingOf } from './list-order.js';
import type { PageQuery } from './page-query.js';

/** Records of which a page is made. */
export interface ListedRecords {
  readonly state: IndexState;
  /** The blocks that may contain any, ascending. */
  readonly blocks: readonly number[];
  readonly bitmapOf: (columns: ColumnBlock) => Bitmap;
  readonly tail: readonly TailRecord[];
}

/** The ids of the first records between the bounds of a page, in reading order, at most `count`. */
export async function findFirstIds(
  database: Database,
  { state, blocks, bitmapOf, tail }: ListedRecords,
  { order, page, count }: Pick<PageQuery, 'order' | 'page'> & { readonly count: number },
): Promise<number[]> {
  const { descending, includes } = readingOf(order, page);
  const first = new FirstPlaces(count, descending);
  const byDate = order.key === 'date';
  const addTail = () => {
    for (const { id, time } of tail) {
      const key = byDate ? time : id;
      if (includes(key, id)) first.add(key, id);
    }
  };
  if (byDate || descending) addTail();
  const slices = new TimeSlices(database.signal);
  for (const block of descending ? blocks.toReversed() : blocks) {
    // By their ids, the records of all further blocks come later.
    if (!byDate && first.isFull) break;
    for await (const columns of loadColumns(database, state, block, block + 1)) {
      if (byDate && !first.mayTake(descending ? columns.latest : columns.earliest)) continue;
      visitPlaces(bitmapOf(columns), (place) => {
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
