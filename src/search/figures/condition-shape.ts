import { afterLatestDate } from '../../dates/parse-date.js';
import { everyTime, intersectRanges, rangeOf, type TimeRange } from '../columns/column-matcher.js';
import type { Condition } from '../condition.js';
import { dayMs, dayOf } from './intervals.js';
import type { Figure, Tally } from './tally.js';

/** What must hold, as far as totals know it. */
interface Shape {
  readonly range: TimeRange;
  /** The ids of the sites of which a record must be; undefined if it may be any. */
  readonly sites: ReadonlySet<number> | undefined;
  /** Whether nothing else must hold. */
  readonly isWhole: boolean;
}

/** @param condition one whose hosts are resolved */
export function shapeOf(condition: Condition): Shape {
  if ('date' in condition) return { range: rangeOf(condition), sites: undefined, isWhole: true };
  if ('siteId' in condition) {
    return { range: everyTime, sites: new Set([condition.siteId]), isWhole: true };
  }
  if ('any' in condition) {
    const sites = condition.any.map(shapeOf).map(sitesAlone);
    const isOfSites = sites.every((each) => each !== undefined);
    return {
      range: everyTime,
      sites: isOfSites ? new Set(sites.flatMap((each) => [...each])) : undefined,
      isWhole: isOfSites,
    };
  }
  if (!('all' in condition)) return { range: everyTime, sites: undefined, isWhole: false };
  const parts = condition.all.map(shapeOf);
  const ofSites = parts.flatMap(({ sites }) => (sites === undefined ? [] : [sites]));
  return {
    range: intersectRanges([everyTime, ...parts.map(({ range }) => range)]),
    sites: ofSites.length === 0 ? undefined : ofSites.reduce(intersect),
    isWhole: parts.every(({ isWhole }) => isWhole),
  };
}

function intersect(a: ReadonlySet<number>, b: ReadonlySet<number>): ReadonlySet<number> {
  return new Set([...a].filter((each) => b.has(each)));
}

function sitesAlone({ range, sites, isWhole }: Shape): ReadonlySet<number> | undefined {
  return isWhole && range.from === -Infinity && range.to === Infinity ? sites : undefined;
}

/** Adds the figures of a shape from the totals; false if these do not have them. */
export function addFromTotals(tally: Tally, totals: Tally, { range, sites, isWhole }: Shape) {
  const { figures } = tally;
  if (!isWhole) return false;
  const isAlways = range.from === -Infinity && range.to === Infinity;
  const has = (...known: Figure[]) => [...figures].every((figure) => known.includes(figure));
  if (sites !== undefined) {
    if (!isAlways || !has('sites')) return false;
    for (const siteId of sites) {
      const count = totals.sites.get(siteId);
      if (count === 0) continue;
      tally.count += count;
      tally.sites.add(siteId, count);
    }
    return true;
  }
  if (isAlways) {
    if (!has('days', 'sites', 'range')) return false;
    tally.count += totals.count;
    if (figures.has('days')) tally.days.addCounter(totals.days);
    if (figures.has('sites')) tally.sites.addCounter(totals.sites);
    tally.addRange(totals.earliest, totals.latest);
    return true;
  }
  if (!isOfWholeDays(range) || !has('days')) return false;
  for (const [day, count] of daysIn(totals, range)) {
    tally.count += count;
    tally.days.add(day, count);
  }
  return true;
}

const isWholeDay = (time: number) => !Number.isFinite(time) || time % dayMs === 0;
const isOfWholeDays = ({ from, to }: TimeRange) => isWholeDay(from) && isWholeDay(to);

/** Part of what a shape selects. */
interface Part {
  readonly range: TimeRange;
  /** What the records of the part satisfy besides the condition itself. */
  readonly condition: Condition;
}

/** Splits what a shape selects into whole days, if totals may know them, and the rest. */
export function splitDays(shape: Shape): { whole: Shape | undefined; rest: readonly Part[] } {
  const { from, to } = shape.range;
  const first = isWholeDay(from) ? from : dayMs * Math.ceil(from / dayMs);
  const last = isWholeDay(to) ? to : dayMs * Math.floor(to / dayMs);
  if (!shape.isWhole || shape.sites !== undefined || first >= last) {
    return { whole: undefined, rest: [{ range: shape.range, condition: { all: [] } }] };
  }
  // Not every engine accepts a bound beyond the year 9999.
  const before: Condition =
    first < afterLatestDate ? { date: new Date(first), operator: '<' } : { all: [] };
  const after: Condition = { date: new Date(last), operator: '>=' };
  return {
    whole: { ...shape, range: { from: first, to: last } },
    rest: [
      ...(from < first ? [{ range: { from, to: first }, condition: before }] : []),
      ...(last < to ? [{ range: { from: last, to }, condition: after }] : []),
    ],
  };
}

function daysIn(totals: Tally, { from, to }: TimeRange) {
  const first = from === -Infinity ? 0 : dayOf(from);
  return totals.days.entries(first, to === Infinity ? Infinity : dayOf(to - 1) + 1);
}

/** The maximum number of records of a shape. */
export function estimateRecords(
  totals: Tally,
  { range, sites }: Pick<Shape, 'range' | 'sites'>,
): number {
  let dated = 0;
  for (const [, count] of daysIn(totals, range)) dated += count;
  if (sites === undefined) return dated;
  const ofSites = [...sites].reduce((sum, siteId) => sum + totals.sites.get(siteId), 0);
  return Math.min(dated, ofSites);
}
