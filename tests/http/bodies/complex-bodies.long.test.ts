import { once } from 'node:events';
import { connect } from 'node:net';
import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { get } from '../../support/cached.js';
import { codesOf } from '../../support/http.js';
import { item, type Service, startService } from '../../support/service.js';
import { codeIn } from '../../support/wire.js';

let service: Service;
let address: string;
beforeAll(async () => {
  service = await startService();
  address = await service.app.listen();
});
afterAll(() => service.stop());

async function post(
  body: string | Buffer,
  headers: Record<string, string> = {},
  path = '/graphql',
) {
  const answer = await fetch(address + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  } as RequestInit);
  const json: unknown = await answer.json();
  return { status: answer.status, code: codeIn(json), json };
}

const withVariable = (json: string) => `{"query":"{ __typename }","variables":{"a":${json}}}`;
const answered = { status: 200, json: { data: { __typename: 'Query' } } };
const refused = { status: 400, code: 'BODY_TOO_COMPLEX' };

/** A body with so many structural characters, all but four of them between numbers. */
const parts = (structural: number) => withVariable(`[${Array(structural - 3).fill(0)}]`);
/** A body with so many levels, two of which are those of the request itself. */
const nested = (levels: number) =>
  withVariable(`${'['.repeat(levels - 2)}${']'.repeat(levels - 2)}`);

describe('JSON up to the limits of structural characters and levels', () => {
  test.each([
    ['200,000 structural characters', parts(200_000), answered],
    ['200,001 structural characters', parts(200_001), refused],
    ['64 levels', nested(64), answered],
    ['65 levels', nested(65), refused],
    ['brackets that are not JSON', '['.repeat(65), refused],
    ['levels next to each other', withVariable(`[${Array(1000).fill('[[]]')}]`), answered],
    ['a string of brackets', withVariable(`"${'[{,'.repeat(100_000)}"`), answered],
    ['strings of quotes', withVariable(`["\\\\\\"[","${'\\"['.repeat(100_000)}"]`), answered],
    ['brackets after such strings', withVariable(`["\\\\",${'['.repeat(63)}`), refused],
    ['names of brackets', withVariable(`{"${'[{,'.repeat(100_000)}":0}`), answered],
    ['white space', withVariable(`${' '.repeat(100_000)}0`), answered],
  ])('is accepted, and refused beyond them: %s', async (_what, body, expected) => {
    expect(await post(body)).toMatchObject(expected);
    expect(await post(gzipSync(body), { 'content-encoding': 'gzip' })).toMatchObject(expected);
  });

  test('includes 10,000 items with all their members', async () => {
    const items = Array.from({ length: 10_000 }, (_, at) => item({ line: at + 1, raw: '[{},{}]' }));
    expect(await service.importItems(items)).toMatchObject({ received: 10_000 });
  });

  test('applies to a document that is named by its URL', async () => {
    expect(await post(nested(65), {}, '/graphql/some-id')).toMatchObject(refused);
  });

  test.each(['variables', 'extensions'])('applies to %s in a URL', async (name) => {
    const deep = (levels: number) => `{"a":${'['.repeat(levels - 1)}${']'.repeat(levels - 1)}}`;
    const asked = (levels: number) => ({ query: '{ __typename }', [name]: deep(levels) });
    expect((await get(service, asked(64))).statusCode).toBe(200);
    const answer = await get(service, asked(65));
    expect([answer.statusCode, codesOf(answer)]).toEqual([400, ['BODY_TOO_COMPLEX']]);
  });
});

const compressors = {
  identity: (text: string) => Buffer.from(text),
  br: brotliCompressSync,
  gzip: gzipSync,
  deflate: deflateSync,
  zstd: zstdCompressSync,
} as const;

const bombs = {
  objects: withVariable(`[${'{},'.repeat(5_000_000)}{}]`),
  lists: '['.repeat(16_000_000),
};

describe('16 MB of JSON that would take gigabytes as objects', () => {
  const cases = Object.keys(compressors).flatMap((encoding) =>
    Object.keys(bombs).map((bomb) => [bomb, encoding]),
  ) as [keyof typeof bombs, keyof typeof compressors][];

  test.each(cases)('are refused without parsing: %s, sent with %s', async (bomb, encoding) => {
    const body = compressors[encoding](bombs[bomb]);
    expect(await post(body, { 'content-encoding': encoding })).toMatchObject(refused);
  });

  test('are refused without parsing: a long string followed by objects', async () => {
    const text = 'x'.repeat(15_000_000);
    const body = withVariable(`["${text}",${'{},'.repeat(300_000)}{}]`);
    expect(await post(body)).toMatchObject(refused);
  });

  test('are refused many times concurrently, while other requests are served', async () => {
    const body = compressors.br(bombs.objects);
    expect(body.length).toBeLessThan(200);
    const all = Array.from({ length: 50 }, () => post(body, { 'content-encoding': 'br' }));
    expect(await post('{"query":"{ __typename }"}')).toMatchObject(answered);
    for (const answer of await Promise.all(all)) expect(answer).toMatchObject(refused);
  });

  test('are refused while the client is still sending, and its next request is served', async () => {
    const socket = connect(Number(new URL(address).port), '127.0.0.1');
    const chunk = (size: number) => `${size.toString(16)}\r\n${'['.repeat(size)}\r\n`;
    socket.write('POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n');
    socket.write(`Transfer-Encoding: chunked\r\n\r\n${chunk(100)}`);
    const [refusal] = await once(socket.setEncoding('utf8'), 'data');
    expect(refusal).toMatch(/^HTTP\/1.1 400 .*BODY_TOO_COMPLEX/s);
    for (let at = 0; at < 100; at += 1) socket.write(chunk(65_536));
    socket.write('0\r\n\r\nGET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n');
    const [answer] = await once(socket, 'data');
    expect(answer).toMatch(/^HTTP\/1.1 200 .*\{"ok":true\}$/s);
    socket.destroy();
  });
});
