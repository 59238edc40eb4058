import { expect } from '@jest/globals';
import type { Service } from '../service.js';
import { histogramOf, topSitesOf } from './figures.js';
import type { RandomSearch } from './random-search.js';
import type { Scan } from './scan.js';

const fastQuery = `query ($filter: RecordFilter) {
  fast: records(filter: $filter, accuracy: FAST) {
    isExact totalCount
    histogram(by: YEAR) { start end count }
    topSites(first: 100) { count site { host } }
  }
  exact: records(filter: $filter, accuracy: EXACT) { isExact }
}`;

interface FastAnswer {
  readonly fast: {
    readonly isExact: boolean;
    readonly totalCount: number;
    readonly histogram: readonly { readonly start: string; readonly count: number }[];
    readonly topSites: readonly { readonly count: number; readonly site: { host: string } }[];
  };
  readonly exact: { readonly isExact: boolean };
}

/** Checks that quick figures are exact where they say so, and otherwise within 2 % or 5 records. */
export async function checkFast(service: Service, scan: Scan, { filter }: RandomSearch) {
  const list = scan.find(filter, 'ADDED_ASC');
  const buckets = histogramOf(list, 'YEAR', 0) ?? [];
  const sites = topSitesOf(scan, list, scan.hosts.size);
  const { fast, exact } = await service.query<FastAnswer>(fastQuery, { filter });
  expect(exact.isExact).toBe(true);
  if (fast.isExact) {
    expect(fast).toEqual({
      isExact: true,
      totalCount: list.length,
      histogram: buckets,
      topSites: sites.slice(0, 100),
    });
    return;
  }
  expectNear('totalCount', fast.totalCount, list.length);
  const years = new Map(fast.histogram.map(({ start, count }) => [start, count]));
  for (const { start, count } of buckets) expectNear(start, years.get(start) ?? 0, count);
  const counts = new Map(sites.map(({ count, site }) => [site.host, count]));
  for (const { count, site } of fast.topSites) {
    expectNear(site.host, count, counts.get(site.host) ?? 0);
  }
}

function expectNear(name: string, given: number, exact: number): void {
  const isNear = Math.abs(given - exact) <= Math.max(5, exact * 0.02);
  expect({ name, given, exact, isNear }).toEqual({ name, given, exact, isNear: true });
}
