// The texts are in many languages. cspell:disable
import { domainToUnicode } from 'node:url';
import type { OracleRecord } from './search-oracle.js';
import type { Item, Service } from './service.js';

/** The words of the titles, chosen so that they are alike but for one thing that matters. */
export const words = [
  ...['café', 'CAFE', 'cafeteria', 'segurança', 'SEGURANCA', 'naïve', '100%', '100', 'a_b', 'axb'],
  ...[
    'back\\slash',
    '"quoted"',
    "l'eau",
    '`tick`',
    '😀',
    '😁',
    '👍🏽',
    '👍🏿',
    'Straße',
    'STRASSE',
  ],
  ...[
    'İstanbul',
    'ırmak',
    'IRMAK',
    'ΟΔΟΣ',
    'οδός',
    '東京都',
    '京都',
    'مرحبا',
    'NEAR',
    'AND',
    'a*b',
  ],
] as const;

/** The hosts as people write them. */
export const hosts = [
  ...['example.com', 'www.example.com', 'example.com:8080', 'münchen.example', '例え.example'],
] as const;

const paths = ['/', '/Café/menu', '/a b?q=ü', '/100%25', '/a%20b', '/東京/京都', '/a_b', '/axb'];
const times = ['', 'T00:00:00.001Z', 'T12:30:00+02:00', 'T23:59:59.999Z', 'T15:00'];

/** The bounds worth asking for: each is the date of some records, or right beside it. */
export const bounds = [1969, 1970, 2012, 2013, 2020].flatMap((year) =>
  ['-01-01', '-02-28'].flatMap((day) => times.map((time) => `${year}${day}${time}`)),
);

const at = <Value>(values: readonly Value[], index: number): Value =>
  values[index % values.length] as Value;

/** Some hundred items that differ in every field, always the same ones. */
const corpus: readonly Item[] = Array.from({ length: 310 }, (_, index) => ({
  title: [at(words, index), at(words, index * 7 + 3), index].slice(0, 2 + (index % 2)).join(' '),
  uri: `https://${at(hosts, index)}${at(paths, Math.trunc(index / 5))}#${index}`,
  date: at(bounds, index * 11),
}));

/** Imports the items and returns them as the oracle knows them, in the order of their ids. */
export async function importCorpus(service: Service, items = corpus): Promise<OracleRecord[]> {
  const { inserted } = await service.importItems(items);
  if (inserted !== items.length) throw new Error(`Only ${inserted} of ${items.length} are stored.`);
  return items.map(({ title, uri, date }, index) => {
    const { href, hostname, host } = new URL(uri ?? '');
    const readable = href.replace(hostname, domainToUnicode(hostname));
    return {
      id: String(index + 1),
      title: title ?? '',
      uris: [href, decodeURIComponent(readable)],
      date: utc(date ?? ''),
      host,
    };
  });
}

/** The date with its offset spelt out, as Date.parse takes a bare time for a local one. */
export const utc = (date: string): string => (/T\d\d:\d\d$/.test(date) ? `${date}Z` : date);
