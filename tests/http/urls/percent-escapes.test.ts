import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { codesOf, send } from '../../support/http.js';
import { item, type Service, startService } from '../../support/service.js';

let service: Service;
beforeAll(async () => {
  service = await startService();
  await service.importItems([item({ title: 'Café 100% + 🙂' })]);
});
afterAll(() => service.stop());

const headers = { 'apollo-require-preflight': '1' };
const query = (text: string) => `{records(filter:{text:"${text}"}){totalCount}}`;

/** Every part of a URL that can contain an escape, with the escape inserted. */
const places: readonly [string, (sent: string) => Parameters<typeof send>[1]][] = [
  ['a search', (sent) => ({ url: `/v1/?contains=caf${sent}` })],
  ['the name of a parameter', (sent) => ({ url: `/v1/?contains${sent}=a` })],
  ['an export', (sent) => ({ url: `/v1/export?contains=${sent}` })],
  [
    'the source of an import',
    (sent) => ({
      method: 'POST',
      url: `/v1/bulk?source=caf${sent}`,
      headers: { 'content-type': 'application/json' },
      payload: '[{}]',
    }),
  ],
  ['a document', (sent) => ({ url: `/graphql?query=${query(sent)}`, headers })],
  [
    'variables',
    (sent) => ({ url: `/graphql?query={__typename}&variables={"a":"${sent}"}`, headers }),
  ],
  ['an extension', (sent) => ({ url: `/graphql?extensions={"a":"${sent}"}`, headers })],
  ['the URL of a document id', (sent) => ({ url: `/graphql/abc?variables=${sent}`, headers })],
  [
    'a POST that reads no query string',
    (sent) => ({
      method: 'POST',
      url: `/graphql?${sent}`,
      headers: { 'content-type': 'application/json' },
      payload: '{"query":"{ __typename }"}',
    }),
  ],
];

const escapes: readonly [what: string, sent: string, shown?: string][] = [
  ['Latin-1', '%E9'],
  ['Latin-1 before more text', '%e9t%C3%A9', '%e9'],
  ['a "%" before no digits', '%ZZ'],
  ['a "%" before one digit', '%4'],
  ['a "%" before letters of Unicode', '%u00E9', '%u0'],
  ['an overlong form', '%C0%80', '%C0'],
  ['an overlong slash', '%41%E0%80%AF', '%E0'],
  ['a lone surrogate', '%ED%A0%80', '%ED'],
  ['a pair of surrogates', '%ED%A0%BD%ED%B8%80', '%ED'],
  ['a code point beyond Unicode', '%F4%90%80%80', '%F4'],
  ['an incomplete character', '%E2%82', '%E2'],
  ['a continuation byte without a start', '%C3%A9%A9', '%A9'],
  ['a byte that is never used', '%FF'],
];

describe.each(places)('An invalid percent-escape in %s', (_place, requestWith) => {
  test.each(escapes)('is refused and shown: %s (%s)', async (_what, sent, shown = sent) => {
    const answer = await send(service.app, requestWith(sent));
    expect(answer.statusCode).toBe(400);
    expect(codesOf(answer)).toEqual(['BAD_REQUEST']);
    const { error, errors } = answer.json();
    expect(error ?? errors[0].message).toContain(
      `The query string contains "${shown}", which is not valid UTF-8; write "é" as "%C3%A9", and a literal "%" as "%25".`,
    );
  });
});

test.each([
  '%C3%A9',
  '%c3%a9',
  'e%CC%81',
  '%C3%A9%20100%25',
  '%C3%A9+100%25+%2B',
  '%C3%A9+100%25+%2B+%F0%9F%99%82',
])('A search for caf%s succeeds, as it is UTF-8', async (rest) => {
  const found = await send(service.app, { url: `/v1/?contains=caf${rest}` });
  expect(found.json()).toHaveLength(1);
  expect((await send(service.app, { url: `/v1/export?contains=caf${rest}` })).body).toContain(
    'Café',
  );
  const url = `/graphql?query=${query(`caf${rest}`)}`;
  const { data } = (await send(service.app, { url, headers })).json();
  expect(data).toEqual({ records: { totalCount: 1 } });
});

test('In a search, U+FFFD is a character like others, and a NUL is white space, as in titles', async () => {
  expect((await send(service.app, { url: '/v1/?contains=%EF%BF%BD' })).json()).toEqual([]);
  expect((await send(service.app, { url: '/v1/?contains=100%25%00%2B' })).json()).toHaveLength(1);
});

test('HEAD refuses invalid percent-escapes like GET', async () => {
  const statusOf = async (uri: string) =>
    (await send(service.app, { method: 'HEAD', url: `/v1/export?uri=${uri}` })).statusCode;
  expect([await statusOf('%E9'), await statusOf('%C3%A9')]).toEqual([400, 200]);
});

test('An unknown URL with invalid percent-escapes is a 404', async () => {
  expect((await send(service.app, { url: '/nothing?a=%E9' })).statusCode).toBe(404);
});
