// The texts are in many languages. cspell:disable
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { item, type Service, startService } from '../support/service.js';

let service: Service;
const uris = [
  'https://www.example.com/caf%C3%A9/menu',
  'https://www.example.com/a%20b',
  'https://www.example.com/a%2520b',
  'https://www.example.com/100%25',
  'https://www.example.com/latin-1/caf%E9',
  'https://www.example.com/?q=%E6%9D%B1%E4%BA%AC#%F0%9F%98%80',
  'https://www.example.com/line%0Abreak%00',
  'https://xn--mnchen-3ya.example/bier',
  'https://xn--r8jz45g.example/',
  'http://www.example.com:8080/Some/PATH_x',
];
beforeAll(async () => {
  service = await startService();
  await service.importItems(uris.map((uri) => item({ uri, title: '-' })));
});
afterAll(() => service.stop());

async function found(filter: object): Promise<string[]> {
  const { records } = await service.query<{ records: { nodes: { uri: string }[] } }>(
    'query ($filter: RecordFilter) { records(filter: $filter, orderBy: ADDED_ASC) { nodes { uri } } }',
    { filter },
  );
  return records.nodes.map(({ uri }) => uri);
}

test.each([
  ['an escaped letter, as people read it', 'café/menu', [0]],
  ['an escaped letter without its accent', 'CAFE/', [0]],
  ['an escaped letter, as it is stored', 'caf%C3%A9', [0]],
  ['an escape in lower case', 'caf%c3%a9', [0]],
  ['an escaped space, as people read it', 'a b', [1]],
  ['an escaped space, as it is stored', 'a%20b', [1, 2]],
  ['an escaped percent sign', '100%', [3]],
  ['escapes that are no UTF-8, as they are stored', 'caf%E9', [4]],
  ['escaped Chinese characters', '?q=東京', [5]],
  ['an escaped emoji', '#😀', [5]],
  ['another emoji than the escaped one', '#😁', []],
  ['an escaped line break as a space', 'line break', [6]],
  ['an international host', 'https://MÜNCHEN.example/b', [7]],
  ['a part of an international host, without its accent', 'munchen', [7]],
  ['an international host, as it is stored', 'xn--mnchen', [7]],
  ['two characters of an international host', '例え', [8]],
  ['one character of an international host', '例', [8]],
  ['a port', ':8080', [9]],
  ['a path in another case', 'some/path_', [9]],
])('a URI search finds %s', async (_, contains, expected) => {
  const wanted = expected.map((index) => uris[index]);
  expect(await found({ uri: { contains } })).toEqual(wanted);
  expect(await found({ text: contains })).toEqual(wanted);
});

test('"startsWith" and "equals" match the URI as stored and with its escapes decoded', async () => {
  expect(await found({ uri: { startsWith: 'https://münchen' } })).toEqual([uris[7]]);
  expect(await found({ uri: { startsWith: 'https://xn--mnchen' } })).toEqual([uris[7]]);
  expect(await found({ uri: { startsWith: 'münchen' } })).toEqual([]);
  expect(await found({ uri: { equals: 'https://www.example.com/café/menu' } })).toEqual([uris[0]]);
  expect(await found({ uri: { equals: uris[0] } })).toEqual([uris[0]]);
  expect(await found({ uri: { equals: 'https://www.example.com/café' } })).toEqual([]);
});
