import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { send } from '../support/http.js';
import { item, type Service, startService } from '../support/service.js';

// Parsing 30 KB of such headers took up to 40 ms, several times per request.
let service: Service;
beforeAll(async () => {
  service = await startService();
  await service.importItems(Array.from({ length: 50 }, (_, at) => item({ title: `No. ${at}` })));
});
afterAll(() => service.stop());

const query = encodeURIComponent('{ records(first: 50) { nodes { title uri } } }');
const get = (headers: Record<string, string>, url = `/graphql?query=${query}`) =>
  send(service.app, { url, headers: { 'apollo-require-preflight': '1', ...headers } });

test.each(['a/b,', ',', 'application/json;q=0,', '*/*;'])(
  'a very long Accept of %s is ignored',
  async (part) => {
    const plain = await get({});
    for (const url of [undefined, '/v1/export?contains=No']) {
      const answer = await get({ accept: part.repeat(28_000 / part.length) }, url);
      expect(answer.statusCode).toBe(200);
      if (url === undefined) expect(answer.headers.etag).toBe(plain.headers.etag);
    }
  },
);

test.each(['gzip,', ',', 'gzip;q=0.5,', '*,'])(
  'a very long Accept-Encoding of %s gets an uncompressed response',
  async (part) => {
    const header = { 'accept-encoding': part.repeat(28_000 / part.length) };
    for (const url of [undefined, '/v1/?contains=No', '/v1/export?contains=No', '/', '/ide']) {
      const answer = await get(header, url);
      expect([url, answer.statusCode]).toEqual([url, 200]);
      expect(answer.headers).not.toHaveProperty('content-encoding');
    }
  },
);

test('a very long If-None-Match gets the whole response', async () => {
  const { etag } = (await get({})).headers;
  const answer = await get({ 'if-none-match': `${'"a",'.repeat(7000)}${etag}` });
  expect(answer.statusCode).toBe(200);
});
