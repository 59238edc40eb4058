import { expect } from '@jest/globals';
import type { Service } from '../service.js';
import type { Scan } from './scan.js';

const sitesQuery = `query ($filter: SiteFilter) {
  sites(first: 100, orderBy: RECORDS_DESC, filter: $filter) { nodes { host recordCount } }
}`;

interface Sites {
  readonly sites: { readonly nodes: readonly { host: string; recordCount: number }[] };
}

/** Checks the sites whose hosts match, with their numbers of records. */
export async function checkSites(
  service: Service,
  scan: Scan,
  match: 'contains' | 'startsWith' | 'equals',
  text: string,
): Promise<void> {
  const counts = new Map<string, number>();
  for (const { siteId } of scan.records) {
    const host = scan.hosts.get(siteId) ?? '';
    counts.set(host, (counts.get(host) ?? 0) + 1);
  }
  const holds = {
    contains: (host: string) => host.includes(text),
    startsWith: (host: string) => host.startsWith(text),
    equals: (host: string) => host === text,
  }[match];
  const all = [...counts].filter(([host]) => holds(host)).map(([, count]) => count);
  const { sites } = await service.query<Sites>(sitesQuery, { filter: { host: { [match]: text } } });
  const found = sites.nodes.map(({ recordCount }) => recordCount);
  expect({ text, match, found }).toEqual({
    ...{ text, match },
    found: all.sort((a, b) => b - a).slice(0, 100),
  });
  for (const { host, recordCount } of sites.nodes) {
    expect({ host, isIn: holds(host), recordCount }).toEqual({
      ...{ host, isIn: true },
      recordCount: counts.get(host),
    });
  }
}
