// cspell:ignore letrec
import fc from 'fast-check';
import { recordOrders } from '../paging.js';
import { type Interval, intervals } from './figures.js';
import type { Needles } from './needles.js';
import type { Scan, ScanFilter } from './scan.js';

/** A search, and the pages of its list to look at. */
export interface RandomSearch {
  readonly filter: ScanFilter | null;
  readonly orderBy: (typeof recordOrders)[number];
  readonly isForwards: boolean;
  readonly size: number;
  /** The number of the record, in the list of all, from which the pages go on; none for an end. */
  readonly from: number | null;
  /** Null for the shortest interval that gives at most so many buckets. */
  readonly by: Interval | null;
  readonly most: number;
  readonly sites: number;
}

/** Searches of all kinds over the records of a scan, most of which find something. */
export function randomSearch(
  scan: Scan,
  { parts, starts, wholes }: Needles,
): fc.Arbitrary<RandomSearch> {
  const part = fc.constantFrom(...parts);
  const text = fc.oneof(
    { weight: 4, arbitrary: fc.record({ contains: part }) },
    { weight: 2, arbitrary: fc.record({ startsWith: fc.constantFrom(...starts, ...parts) }) },
    { weight: 1, arbitrary: fc.record({ equals: fc.constantFrom(...wholes, ...starts) }) },
    { weight: 1, arbitrary: fc.record({ contains: part, startsWith: fc.constantFrom(...starts) }) },
  );
  const times = scan.records.map(({ time }) => time);
  const bound = fc.nat(times.length - 1).map((at) => new Date(times[at] ?? 0).toISOString());
  const date = fc.oneof(
    ...(['gte', 'gt', 'lte', 'lt'] as const).map((name) => fc.record({ [name]: bound })),
    fc.record({ gte: bound, lt: bound }),
    fc.constant({ gte: '1990-01-01', lt: '2015-01-01' }),
  );
  const site = fc.constantFrom(...scan.hosts.values(), 'nowhere.example');
  const sites = fc.array(site, { maxLength: 4 });
  const imported = fc.constantFrom(...new Set(scan.records.map(({ importId }) => `${importId}`)));
  const fields = { title: text, uri: text, text: part, date, site, sites, import: imported };
  const one = fc.oneof(
    { weight: 5, arbitrary: fc.record({ title: text }) },
    { weight: 3, arbitrary: fc.record({ uri: text }) },
    { weight: 4, arbitrary: fc.record({ text: part }) },
    { weight: 1, arbitrary: fc.record({ date }) },
    { weight: 1, arbitrary: fc.oneof(fc.record({ site }), fc.record({ sites })) },
    { weight: 1, arbitrary: fc.record({ import: imported }) },
    { weight: 2, arbitrary: fc.record(fields, { requiredKeys: [] }) },
  );
  const { filter } = fc.letrec<{ filter: ScanFilter }>((tie) => {
    const several = fc.array(tie('filter'), { maxLength: 3 });
    return {
      filter: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        { weight: 3, arbitrary: one },
        { weight: 1, arbitrary: fc.record({ and: several }) },
        { weight: 2, arbitrary: fc.record({ or: several }) },
        { weight: 1, arbitrary: fc.record({ not: tie('filter') }) },
        { weight: 1, arbitrary: fc.record({ not: tie('filter'), title: text }) },
        { weight: 1, arbitrary: fc.record({ or: several, date }) },
      ),
    };
  });
  return fc.record({
    filter: fc.option(filter, { freq: 40 }),
    orderBy: fc.constantFrom(...recordOrders),
    isForwards: fc.boolean(),
    size: fc.oneof(fc.integer({ min: 1, max: 100 }), fc.constantFrom(1, 20, 100)),
    from: fc.option(fc.nat(scan.records.length - 1), { freq: 3 }),
    by: fc.constantFrom(null, ...intervals),
    most: fc.constantFrom(100, 1, 12, 2000),
    sites: fc.constantFrom(10, 1, 100),
  });
}
