// The texts are in many languages. cspell:disable
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { item, type Service, startService } from '../support/service.js';

let service: Service;
const uris = [
  'http://www.example.com/',
  'https://www.example.com:8080/',
  'https://www.example.com:80/',
  'http://www.example.com:443/',
  'https://münchen.example/',
  'http://192.0.2.1/',
  'http://[2001:db8::1]:8000/',
];
beforeAll(async () => {
  service = await startService();
  await service.importItems(uris.map((uri) => item({ uri, title: uri })));
});
afterAll(() => service.stop());

async function find(text: string) {
  const { records, site } = await service.query<{
    records: { nodes: { title: string }[] };
    site: { host: string; records: { nodes: { title: string }[] } } | null;
  }>(
    `query ($text: String!) {
      records(filter: { site: $text }) { nodes { title } }
      site(host: $text) { host records { nodes { title } } }
    }`,
    { text },
  );
  expect(site?.records.nodes ?? []).toEqual(records.nodes);
  return { host: site?.host, titles: records.nodes.map(({ title }) => title) };
}

describe('a site is found by its host', () => {
  test.each([
    ['www.example.com', 0],
    ['WWW.Example.COM', 0],
    [' www.example.com\n', 0],
    ['www.example.com:8080', 1],
    ['münchen.example', 4],
    ['MÜNCHEN.example', 4],
    ['mu\u0308nchen.example', 4],
    ['xn--mnchen-3ya.example', 4],
    ['192.0.2.1', 5],
    ['[2001:DB8:0::1]:8000', 6],
  ])('when it is written as "%s"', async (text, index) => {
    expect((await find(text)).titles).toEqual([uris[index]]);
  });

  test.each(uris.map((uri) => new URL(uri).host))(
    'as the service writes it: "%s"',
    async (host) => {
      expect((await find(host)).host).toBe(host);
    },
  );
});

test.each([
  ...['', ' ', 'example.com', 'ww.example.com', 'www.example.com/news'],
  ...['https://www.example.com', 'user@www.example.com', 'www.example.com?', '%', "' or ''='"],
  ...['www.example.com:8081', 'www.example.com:99999', 'a b', '\ud800', 'nul\u0000', '[', '*'],
])('no site is found by "%s"', async (text) => {
  expect(await find(text)).toEqual({ host: undefined, titles: [] });
});

test('"not" of an unknown site matches all records', async () => {
  const { records } = await service.query<{ records: { totalCount: number } }>(
    '{ records(filter: { not: { site: "nowhere.example" } }) { totalCount } }',
  );
  expect(records.totalCount).toBe(uris.length);
});
