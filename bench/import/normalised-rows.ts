import type { Readable } from 'node:stream';

/** What is built; it has no types of its own. */
const built = (name: string) => import(new URL(`../../dist/${name}.js`, import.meta.url).href);

/** A record as it is stored. */
export interface NormalisedRow {
  readonly title: string;
  readonly uri: string;
  readonly date: Date;
  readonly siteId: number;
  readonly fingerprint: Buffer;
  readonly titleFolded: string;
  readonly uriFolded: string;
}

interface Received {
  readonly date?: string;
}

async function receivedIn(ndjson: Readable): Promise<Received[]> {
  const { readRows } = await built('imports/rows/read-rows');
  const items: Received[] = [];
  for await (const batch of readRows(ndjson, { format: 'ndjson' })) items.push(...batch.items);
  return items;
}

/** The rows that are valid, each once, as an import stores them. */
export async function normalisedRows(ndjson: Readable): Promise<NormalisedRow[]> {
  const { normaliseRecord } = await built('imports/normalise/normalise-record');
  const sites = new Map<string, number>();
  const rows = new Map<string, NormalisedRow>();
  for (const item of await receivedIn(ndjson)) {
    const { record } = normaliseRecord(item);
    if (record === undefined) continue;
    const siteId = sites.get(record.host) ?? sites.size + 1;
    sites.set(record.host, siteId);
    rows.set(record.fingerprint.toString('hex'), { ...record, siteId });
  }
  return [...rows.values()];
}

/** How many rows a second are normalised, by the form of their dates. */
export async function normalising(ndjson: Readable): Promise<Map<string, number>> {
  const { normaliseRecord } = await built('imports/normalise/normalise-record');
  const items = await receivedIn(ndjson);
  const isCommon = ({ date = '' }: Received) => /^\s*\d{4}-/.test(date);
  const isWritten = ({ date = '' }: Received) => /\p{L}{3}/u.test(date);
  const kinds = {
    'common date forms (ISO)': items.filter(isCommon),
    'written dates': items.filter(isWritten),
    'all rows': items,
  };
  // The first round warms up.
  const rates = new Map<string, number>();
  for (let round = 0; round < 3; round++) {
    for (const [kind, some] of Object.entries(kinds)) {
      const started = performance.now();
      for (const item of some) normaliseRecord(item);
      rates.set(kind, (some.length / (performance.now() - started)) * 1000);
    }
  }
  return rates;
}
