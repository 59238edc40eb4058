import type { RecordFilter, RecordOrder } from '../../generated/graphql.js';
import { type Bucket, findPlace, type Place } from './places.js';
import {
  type PageAt,
  type Row,
  type RowPage,
  readPage,
  readPlaces,
  withinDates,
} from './row-source.js';

/** Rows that are read at once. */
export const rowsPerPage = 100;

/** How many pages are walked from a row that is known, instead of looking for a nearer place. */
const maxWalkedPages = 3;

/** How a list is read; tests replace it. */
export interface RowReader {
  readonly page: typeof readPage;
  readonly places: typeof readPlaces;
}

/**
 * The rows of one list by their index, of which only some are loaded. A row anywhere in a list by date is
 * reached from the nearest edge of an interval whose records were counted, then by cursors.
 */
export class RowStore {
  /** How many rows the list has, once they are counted. */
  total: number | undefined;
  readonly #rows = new Map<number, Row>();
  readonly #places = new Map<string, Promise<readonly Bucket[]>>();

  constructor(
    readonly filter: RecordFilter | null,
    readonly orderBy: RecordOrder,
    private readonly reader: RowReader = { page: readPage, places: readPlaces },
  ) {}

  /** The row at an index, if it is loaded. */
  at(index: number): Row | undefined {
    return this.#rows.get(index);
  }

  /** How many rows are loaded. */
  get size(): number {
    return this.#rows.size;
  }

  /** Whether a list of this order can be entered anywhere. */
  get isRandomAccess(): boolean {
    return this.orderBy === 'DATE_DESC' || this.orderBy === 'DATE_ASC';
  }

  /** Stores the first page. */
  begin(rows: readonly Row[]): this {
    this.#put(0, rows);
    return this;
  }

  /** Loads all rows from `start` to before `end`. */
  async load(start: number, end: number): Promise<void> {
    for (let index = start; index < end; index += 1) {
      if (this.#rows.has(index)) continue;
      const before = this.#findBefore(index);
      if (before === undefined && this.isRandomAccess) await this.#enter(index);
      else await this.#walk(before ?? -1, index);
      // Records were added or removed since they were counted.
      if (!this.#rows.has(index)) return;
    }
  }

  /** The last loaded row before an index that is near enough to walk from it. */
  #findBefore(index: number): number | undefined {
    const limit = this.isRandomAccess ? maxWalkedPages * rowsPerPage : Number.POSITIVE_INFINITY;
    for (let at = index - 1; at >= 0 && index - at <= limit; at -= 1) {
      if (this.#rows.has(at)) return at;
    }
    return undefined;
  }

  /** Reads pages after a row until an index is loaded; from the first row of the list if it is -1. */
  async #walk(from: number, index: number): Promise<void> {
    for (let at = from; at < index; ) {
      const after = this.#rows.get(at)?.cursor;
      const page = { first: rowsPerPage, ...(after && { after }) };
      const { rows } = await this.#read(this.filter, page);
      this.#put(at + 1, rows);
      if (rows.length === 0) return;
      at += rows.length;
    }
  }

  /** Loads an index from the nearer edge of the interval that it is in. */
  async #enter(index: number): Promise<void> {
    const place = await this.#find(index);
    if (place === undefined) return;
    const { bucket, position } = place;
    const isDescending = this.orderBy === 'DATE_DESC';
    const beyond = isDescending ? { lt: bucket.end } : { gte: bucket.start };
    const within = withinDates(this.filter, beyond);
    const isNearEnd = index - position > bucket.count / 2;
    if (!isNearEnd) {
      const { rows } = await this.#read(within, { first: rowsPerPage });
      this.#put(position, rows);
      await this.#walk(position + rows.length - 1, index);
      return;
    }
    const upTo = isDescending ? { gte: bucket.start } : { lt: bucket.end };
    await this.#walkBack(withinDates(this.filter, upTo), position + bucket.count, index);
  }

  /** Reads pages before the end of a list, which is at `end` in this one, until an index is loaded. */
  async #walkBack(filter: RecordFilter, end: number, index: number): Promise<void> {
    let before: string | undefined;
    for (let at = end; at > index; ) {
      const { rows } = await this.#read(filter, { last: rowsPerPage, ...(before && { before }) });
      this.#put(at - rows.length, rows);
      if (rows.length === 0) return;
      at -= rows.length;
      before = rows[0]?.cursor;
    }
  }

  /** The smallest interval around an index: one of few rows, or an hour. */
  async #find(index: number): Promise<Place | undefined> {
    const isDescending = this.orderBy === 'DATE_DESC';
    let place = findPlace(await this.#count(), index, isDescending);
    while (place !== undefined && place.bucket.count > rowsPerPage) {
      const buckets = await this.#count(place.bucket);
      if (buckets.length <= 1) return place;
      place = findPlace(buckets, index, isDescending, place.position);
    }
    return place;
  }

  #count(within?: Bucket): Promise<readonly Bucket[]> {
    const key = within ? `${within.start} ${within.end}` : '';
    const known = this.#places.get(key);
    if (known !== undefined) return known;
    const range = within && { gte: within.start, lt: within.end };
    const counted = this.reader.places(range ? withinDates(this.filter, range) : this.filter);
    this.#places.set(key, counted);
    counted.catch(() => this.#places.delete(key));
    return counted;
  }

  /** The counted intervals of the whole list. */
  places(): Promise<readonly Bucket[]> {
    return this.#count();
  }

  #read(filter: RecordFilter | null, at: PageAt): Promise<RowPage> {
    return this.reader.page(filter, this.orderBy, at);
  }

  #put(start: number, rows: readonly Row[]): void {
    for (const [at, row] of rows.entries()) this.#rows.set(start + at, row);
  }
}
