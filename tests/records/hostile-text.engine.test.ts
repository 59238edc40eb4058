import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { foldOracle } from '../support/search-oracle.js';
import { type Service, startService } from '../support/service.js';
import { unlimited } from '../support/unlimited.js';
import { hostileStrings } from './hostile-strings.js';

interface Found {
  readonly nodes: readonly { readonly title: string }[];
}

let service: Service;
const titles: string[] = [];
beforeAll(async () => {
  service = await startService(unlimited);
  const items = hostileStrings.map((title, index) => ({
    title,
    uri: `https://${index}.example/`,
    date: '2014-03-08',
  }));
  const { inserted } = await service.importItems(items);
  expect(inserted).toBe(hostileStrings.length);
  titles.push(...(await titlesBy([{ not: { or: [] } }]))[0]);
});
afterAll(() => service.stop());

/** The titles that each of the filters finds, asked for in one request. */
async function titlesBy(filters: readonly object[]): Promise<[string[], ...string[][]]> {
  const names = filters.map((_, index) => `f${index}`);
  const page = 'nodes { title }';
  const found = await service.query<Record<string, Found & { rest: Found }>>(
    `query (${names.map((name) => `$${name}: RecordFilter`)}) {
      ${names.map((name) => `${name}: records(filter: $${name}, first: 100) { ${page} } ${name}rest: records(filter: $${name}, last: 100) { ${page} }`)}
    }`,
    Object.fromEntries(filters.map((filter, index) => [`f${index}`, filter])),
  );
  const lists = names.map((name) => {
    const read = (alias: string) => found[alias]?.nodes.map(({ title }) => title) ?? [];
    return [...new Set([...read(name), ...read(`${name}rest`)])].sort();
  });
  return lists as [string[], ...string[][]];
}

/** The text and its parts: one, two and three characters from either end, its middle, its spellings. */
function partsOf(text: string): string[] {
  const points = [...text];
  const part = (from: number, to?: number) => points.slice(from, to).join('');
  const middle = Math.trunc(points.length / 3);
  const parts = [1, 2, 3].flatMap((size) => [
    part(0, size),
    part(-size),
    part(middle, middle + size),
  ]);
  const spellings = (['NFC', 'NFD', 'NFKC', 'NFKD'] as const).map((form) => text.normalize(form));
  return [...new Set([text, ...parts, ...spellings, text.toUpperCase(), text.toLowerCase()])];
}

const folded = (text: string) => foldOracle(text);

describe.each(hostileStrings.map((text) => [JSON.stringify(text).slice(0, 40), text]))(
  'the title %s',
  (_, text) => {
    test('is found by itself and by each of its parts, and only where the part occurs', async () => {
      const parts = partsOf(text);
      const found = await titlesBy(parts.map((contains) => ({ title: { contains } })));
      parts.forEach((part, index) => {
        const wanted = titles.filter((title) => folded(title).includes(folded(part)));
        expect([part, found[index]]).toEqual([part, wanted]);
      });
      expect(found[0]).toContain(
        text
          .toWellFormed()
          .replace(/[\s\p{Cc}]+/gu, ' ')
          .trim()
          .normalize('NFC'),
      );
    });

    test('is matched exactly by "equals" and "startsWith"', async () => {
      const [equal, starting] = await titlesBy([
        { title: { equals: text } },
        { title: { startsWith: text } },
      ]);
      expect(equal).toEqual(titles.filter((title) => folded(title) === folded(text)));
      expect(starting).toEqual(titles.filter((title) => folded(title).startsWith(folded(text))));
      expect(equal).not.toEqual([]);
    });
  },
);
