import type { Keyset } from './cursor.js';
import type { Page } from './page.js';

/**
 * Selects the places of a page from those of a whole list, which are given in any order: at most one more
 * than its size, in the order in which the page is read. The extra one shows that the list goes on.
 */
export function selectPage(
  places: Iterable<Keyset>,
  page: Page,
  { descending }: { readonly descending: boolean },
): Keyset[] {
  const inListOrder = (a: Keyset, b: Keyset) =>
    descending ? compareKeysets(b, a) : compareKeysets(a, b);
  const inReadingOrder = (a: Keyset, b: Keyset) =>
    page.fromEnd ? inListOrder(b, a) : inListOrder(a, b);
  // The distance that a place must at least have from a cursor.
  const least = page.includesBounds ? 0 : 1;
  const isOnPage = (place: Keyset) =>
    (page.after === undefined || inListOrder(place, page.after) >= least) &&
    (page.before === undefined || inListOrder(page.before, place) >= least);
  return selectFirst(places, page.size + 1, inReadingOrder, isOnPage);
}

/** Returns a negative number, 0 or 1 at least. */
const compareKeysets = (a: Keyset, b: Keyset): number => a.key - b.key || a.id - b.id;

/** The first values in an order, sorted. */
export function selectFirst<Value>(
  values: Iterable<Value>,
  size: number,
  compare: (a: Value, b: Value) => number,
  isWanted: (value: Value) => boolean = () => true,
): Value[] {
  const first: Value[] = [];
  for (const value of values) {
    const last = first.at(-1);
    if (first.length >= size && (last === undefined || compare(value, last) >= 0)) continue;
    if (!isWanted(value)) continue;
    let place = first.length;
    while (place > 0 && compare(value, first[place - 1] as Value) < 0) place -= 1;
    first.splice(place, 0, value);
    if (first.length > size) first.pop();
  }
  return first;
}
