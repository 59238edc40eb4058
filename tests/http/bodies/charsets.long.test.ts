import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { codesOf, send } from '../../support/http.js';
import { type Service, startService } from '../../support/service.js';

let service: Service;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.stop());

const items = [{ title: 'Segurança', uri: 'https://www.example.com/', date: '2014-03-08' }];
const json = JSON.stringify(items);

const bulk = (payload: string | Buffer, type: string) =>
  send(service.app, {
    method: 'POST',
    url: '/v1/bulk',
    headers: { 'content-type': type },
    payload,
  });

test.each([
  'application/json',
  'application/json; charset=utf-8',
  'application/json;charset=UTF-8',
  'application/json; charset="Utf-8"',
  'application/json; Charset=utf8',
  'application/json; charset=US-ASCII',
])('A body of %s is read with every letter as it was sent', async (type) => {
  expect((await bulk(json, type)).statusCode).toBe(200);
  const { records } = await service.query<{ records: { nodes: unknown[] } }>(
    '{ records { nodes { title } } }',
  );
  expect(records.nodes).toEqual([{ title: 'Segurança' }]);
});

test.each([
  ['application/json; charset=utf-16', Buffer.from(json, 'utf16le')],
  ['application/json; charset=iso-8859-1', Buffer.from(json, 'latin1')],
  ['application/json; charset=latin1', json],
  ['application/json; charset=us-ascii-2', json],
  ['application/json; charset=utf-7', json],
  ['application/json; charset=nonsense', json],
  ['application/json; charset="utf-8, utf-16"', json],
])('A body of %s is refused, and the expected charset named', async (type, payload) => {
  const answer = await bulk(payload, type);
  expect([answer.statusCode, codesOf(answer)]).toEqual([415, ['UNSUPPORTED_MEDIA_TYPE']]);
  expect(answer.json().error).toMatch(/UTF-8\.$/);
});

test('An item with bytes that are not UTF-8 is rejected, and stored as far as it is readable', async () => {
  const { statusCode, ...answer } = await bulk(Buffer.from(json, 'latin1'), 'application/json');
  expect(statusCode).toBe(200);
  expect(answer.json()).toMatchObject({
    inserted: 0,
    rejections: [{ raw: expect.stringContaining('ça'), reasons: [{ code: 'ROW_UNREADABLE' }] }],
  });
});

test('A body of POST /v1/bulk is read in UTF-16 if it begins with a byte order mark', async () => {
  const answer = await bulk(Buffer.from(`\ufeff${json}`, 'utf16le'), 'application/json');
  expect(answer.statusCode).toBe(200);
  expect(answer.json()).toMatchObject({ received: 1, rejections: [] });
});

test.each([
  ['UTF-16', Buffer.from(json, 'utf16le')],
  ['a letter cut in two', Buffer.from(json).subarray(0, json.indexOf('ç') + 1)],
])('A body with bytes that are not UTF-8 is refused, not repaired: %s', async (_what, payload) => {
  const answer = await bulk(payload, 'application/json');
  expect([answer.statusCode, codesOf(answer)]).toEqual([400, ['BAD_REQUEST']]);
});

test('An unknown URL is a 404, whatever the charset of the body', async () => {
  const headers = { 'content-type': 'application/json; charset=utf-16' };
  const url = '/nowhere';
  const answer = await send(service.app, { method: 'POST', url, headers, payload: '{' });
  expect(answer.statusCode).toBe(404);
});
