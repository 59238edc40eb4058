import type { ColumnBlock } from '../columns/column-block.js';
import type { Bitmap } from '../columns/column-matcher.js';
import { recordsPerBlock } from '../format/block-limits.js';
import { dayMs, dayOf, firstInstant, hourMs, hourOf, maxBuckets } from './intervals.js';
import { PagedCounter } from './paged-counter.js';

/** What a tally counts besides the number of records, which it always does. */
export type Figure = 'days' | 'hours' | 'sites' | 'range';

/** Figures of records, which are added one by one or block by block. */
export class Tally {
  count = 0;
  /** Whether nothing was estimated. */
  isExact = true;
  /** The range of dates, in milliseconds. */
  earliest = Infinity;
  latest = -Infinity;
  readonly days = new PagedCounter();
  /** Incomplete once there are more than the buckets that a histogram may have. */
  readonly hours = new PagedCounter();
  readonly sites = new PagedCounter();

  constructor(readonly figures: ReadonlySet<Figure>) {}

  add(time: number, siteId: number, count = 1): void {
    const { figures } = this;
    this.count += count;
    if (figures.has('days')) this.days.add(dayOf(time), count);
    if (figures.has('hours')) this.#addHour(time, count);
    if (figures.has('sites')) this.sites.add(siteId, count);
    if (figures.has('range')) this.addRange(time, time);
  }

  addDays(counts: Iterable<readonly [time: number, count: number]>): void {
    for (const [time, count] of counts) this.days.add(dayOf(time), count);
  }

  addHours(counts: Iterable<readonly [time: number, count: number]>): void {
    for (const [time, count] of counts) this.#addHour(time, count);
  }

  addRange(earliest: number, latest: number): void {
    if (earliest < this.earliest) this.earliest = earliest;
    if (latest > this.latest) this.latest = latest;
  }

  #addHour(time: number, count: number): void {
    if (this.hours.distinct <= maxBuckets) this.hours.add(hourOf(time), count);
  }

  /** Adds the records of a block whose bits are set. */
  addBlock(columns: ColumnBlock, found: Bitmap): void {
    const { figures } = this;
    if (figures.size === 0) {
      this.count += countBits(found);
      return;
    }
    const length = listPlaces(found);
    this.count += length;
    if (figures.has('days')) this.days.addEach(keys, listDays(columns, length));
    if (figures.has('sites')) this.sites.addEach(keys, listSites(columns, length));
    if (figures.has('range')) this.#addRanges(columns, length);
    if (figures.has('hours') && this.hours.distinct <= maxBuckets) {
      this.hours.addEach(keys, listHours(columns, length));
    }
  }

  #addRanges({ times, timeBase, timeUnit, ...columns }: ColumnBlock, length: number): void {
    if (length === 0) return;
    if (columns.earliest >= this.earliest && columns.latest <= this.latest) return;
    let earliest = Infinity;
    let latest = -Infinity;
    for (let at = 0; at < length; at += 1) {
      const time = times[places[at] ?? 0] ?? 0;
      if (time < earliest) earliest = time;
      if (time > latest) latest = time;
    }
    this.addRange(timeBase + timeUnit * earliest, timeBase + timeUnit * latest);
  }
}

// The places of the block that is being added, and what is counted of them: reused, as that is synchronous.
const places = new Uint16Array(recordsPerBlock);
const keys = new Uint32Array(recordsPerBlock);

// Loops over a column alone take some nanoseconds for each record.
function listDays({ times, timeBase, timeUnit }: ColumnBlock, length: number): number {
  const base = timeBase - firstInstant;
  for (let at = 0; at < length; at += 1) {
    keys[at] = (base + timeUnit * (times[places[at] ?? 0] ?? 0)) / dayMs;
  }
  return length;
}

function listHours({ times, timeBase, timeUnit }: ColumnBlock, length: number): number {
  const base = timeBase - firstInstant;
  for (let at = 0; at < length; at += 1) {
    keys[at] = (base + timeUnit * (times[places[at] ?? 0] ?? 0)) / hourMs;
  }
  return length;
}

function listSites({ sites }: ColumnBlock, length: number): number {
  for (let at = 0; at < length; at += 1) keys[at] = sites[places[at] ?? 0] ?? 0;
  return length;
}

/** Lists the set bits in {@link places}, and returns their number. */
function listPlaces(found: Bitmap): number {
  let length = 0;
  for (let word = 0; word < found.length; word += 1) {
    for (let bits = found[word] ?? 0; bits !== 0; bits &= bits - 1) {
      places[length] = 32 * word + 31 - Math.clz32(bits & -bits);
      length += 1;
    }
  }
  return length;
}

/** The number of set bits. */
export function countBits(found: Bitmap): number {
  let count = 0;
  for (let word = 0; word < found.length; word += 1) {
    let bits = found[word] ?? 0;
    bits -= (bits >>> 1) & 0x5555_5555;
    bits = (bits & 0x3333_3333) + ((bits >>> 2) & 0x3333_3333);
    count += Math.imul((bits + (bits >>> 4)) & 0x0f0f_0f0f, 0x0101_0101) >>> 24;
  }
  return count;
}
