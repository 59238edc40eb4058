import type { Condition } from '../condition.js';
import { wordsPerBlock } from '../format/block-limits.js';
import type { ColumnBlock } from './column-block.js';

/** The records of a block that match: a bit for each place, see `wordsPerBlock`. */
export type Bitmap = Uint32Array;

/** Finds the records of a block that satisfy a condition; removed ones never do. */
export type ColumnMatcher = (columns: ColumnBlock) => Bitmap;

type Test = (columns: ColumnBlock, found: Bitmap) => void;

/** Whether a condition can be decided by columns alone: it searches for no text. */
export function isWithoutText(condition: Condition): boolean {
  if ('text' in condition) return false;
  if ('not' in condition) return isWithoutText(condition.not);
  if ('all' in condition) return condition.all.every(isWithoutText);
  return 'any' in condition ? condition.any.every(isWithoutText) : true;
}

/** @param condition one without text, whose hosts are resolved (`resolveHosts`) */
export function createColumnMatcher(condition: Condition): ColumnMatcher {
  const test = createTest(condition);
  return (columns) => {
    const found = new Uint32Array(wordsPerBlock);
    test(columns, found);
    keepStored(columns, found);
    return found;
  };
}

function setBit(found: Bitmap, place: number): void {
  found[place >> 5] = (found[place >> 5] ?? 0) | (1 << (place & 31));
}

function clearBit(found: Bitmap, place: number): void {
  found[place >> 5] = (found[place >> 5] ?? 0) & ~(1 << (place & 31));
}

/** Sets the bits of the places from `begin` up to, but not including, `end`. */
function setRange(found: Bitmap, begin: number, end: number): void {
  for (let place = begin; place < end; ) {
    if ((place & 31) === 0 && end - place >= 32) {
      found[place >> 5] = 0xffff_ffff;
      place += 32;
    } else {
      setBit(found, place);
      place += 1;
    }
  }
}

/** Clears the bits of removed records, and those beyond the last one. */
function keepStored({ records, sites, hasRemoved }: ColumnBlock, found: Bitmap): void {
  if (hasRemoved) {
    for (let place = 0; place < records; place += 1) {
      if (sites[place] === 0) clearBit(found, place);
    }
  }
  const full = records >> 5;
  if ((records & 31) > 0) found[full] = (found[full] ?? 0) & ((1 << (records & 31)) - 1);
  found.fill(0, (records + 31) >> 5);
}

function createTest(condition: Condition): Test {
  if ('all' in condition) return testAll(condition.all);
  if ('any' in condition) return testAny(condition.any);
  if ('not' in condition) {
    const test = createTest(condition.not);
    return (columns, found) => {
      test(columns, found);
      for (let word = 0; word < found.length; word += 1) found[word] = ~(found[word] ?? 0);
    };
  }
  if ('date' in condition) return testDates(rangeOf(condition));
  if ('siteId' in condition) return testSites([condition.siteId]);
  if ('importId' in condition) return testImport(condition.importId);
  if ('recordId' in condition) {
    return (columns, found) => {
      const place = columns.placeOf(condition.recordId);
      if (place >= 0) setBit(found, place);
    };
  }
  throw new Error('A text or a host cannot be decided by columns.');
}

function testAll(parts: readonly Condition[]): Test {
  const dates = parts.filter((part) => 'date' in part);
  const tests = parts.filter((part) => !('date' in part)).map(createTest);
  if (dates.length > 0) tests.unshift(testDates(intersectRanges(dates.map(rangeOf))));
  const [first = (({ records }, found) => setRange(found, 0, records)) as Test, ...others] = tests;
  return (columns, found) => {
    first(columns, found);
    for (const test of others) {
      const other = new Uint32Array(found.length);
      test(columns, other);
      for (let word = 0; word < found.length; word += 1) {
        found[word] = (found[word] ?? 0) & (other[word] ?? 0);
      }
    }
  };
}

function testAny(parts: readonly Condition[]): Test {
  const sites = parts.filter((part) => 'siteId' in part).map(({ siteId }) => siteId);
  const tests = parts.filter((part) => !('siteId' in part)).map(createTest);
  if (sites.length > 0) tests.push(testSites(sites));
  return (columns, found) => {
    for (const test of tests) {
      const other = new Uint32Array(found.length);
      test(columns, other);
      for (let word = 0; word < found.length; word += 1) {
        found[word] = (found[word] ?? 0) | (other[word] ?? 0);
      }
    }
  };
}

/** Dates in milliseconds: at or after the first, and before the second one. */
export interface TimeRange {
  readonly from: number;
  readonly to: number;
}

export const everyTime: TimeRange = { from: -Infinity, to: Infinity };

/** The dates that satisfy a condition on a date. They have no fractions of milliseconds. */
export function rangeOf({ date, operator }: Extract<Condition, { date: unknown }>): TimeRange {
  const time = date.getTime();
  if (operator === '>=') return { ...everyTime, from: time };
  if (operator === '>') return { ...everyTime, from: time + 1 };
  return { ...everyTime, to: operator === '<' ? time : time + 1 };
}

export function intersectRanges(ranges: readonly TimeRange[]): TimeRange {
  return {
    from: Math.max(...ranges.map(({ from }) => from)),
    to: Math.min(...ranges.map(({ to }) => to)),
  };
}

function testDates({ from, to }: TimeRange): Test {
  return (columns, found) => {
    const { records, times, timeBase, timeUnit, earliest, latest } = columns;
    if (latest < from || earliest >= to) return;
    if (earliest >= from && latest < to) {
      setRange(found, 0, records);
      return;
    }
    const low = (from - timeBase) / timeUnit;
    const high = (to - timeBase) / timeUnit;
    // Word by word and without branches, as most searches look through all records. What is beyond the last
    // one does not count.
    for (let at = 0; at < records; at += 32) {
      let word = 0;
      for (let bit = 0; bit < 32; bit += 1) {
        const time = times[at + bit] ?? 0;
        word |= (+(time >= low) & +(time < high)) << bit;
      }
      found[at >> 5] = word;
    }
  };
}

function testSites(siteIds: readonly number[]): Test {
  const [only = 0] = siteIds;
  if (siteIds.length === 1) {
    return ({ records, sites }, found) => {
      for (let at = 0; at < records; at += 32) {
        let word = 0;
        for (let bit = 0; bit < 32; bit += 1) word |= +(sites[at + bit] === only) << bit;
        found[at >> 5] = word;
      }
    };
  }
  // Faster than a set, and ids are not large: there is one for each host.
  const isAmong = new Uint8Array(Math.max(...siteIds, 0) + 1);
  for (const siteId of siteIds) isAmong[siteId] = 1;
  return ({ records, sites }, found) => {
    for (let at = 0; at < records; at += 32) {
      let word = 0;
      for (let bit = 0; bit < 32; bit += 1) word |= (isAmong[sites[at + bit] ?? 0] ?? 0) << bit;
      found[at >> 5] = word;
    }
  };
}

function testImport(importId: number): Test {
  return ({ imports }, found) => {
    let begin = 0;
    for (const run of imports) {
      if (run.importId === importId) setRange(found, begin, run.end);
      begin = run.end;
    }
  };
}
