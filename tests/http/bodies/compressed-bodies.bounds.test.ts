import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import {
  brotliCompressSync,
  constants,
  createGzip,
  deflateSync,
  gzipSync,
  zstdCompressSync,
} from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Service, startService } from '../../support/service.js';
import { codeIn } from '../../support/wire.js';

let service: Service;
let address: string;
beforeAll(async () => {
  service = await startService();
  address = await service.app.listen();
});
afterAll(() => service.stop());

type Body = string | Buffer | ReadableStream;

async function post(url: string, body: Body, headers: Record<string, string>) {
  const answer = await fetch(address + url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
    // Undici requires it for bodies that it cannot send twice.
    ...(body instanceof ReadableStream && { duplex: 'half' }),
  } as RequestInit);
  const json: unknown = await answer.json();
  return { status: answer.status, headers: answer.headers, json, code: codeIn(json) };
}

const query = JSON.stringify({ query: '{ __typename }' });
const compressors = {
  gzip: gzipSync,
  'x-gzip': gzipSync,
  GZIP: gzipSync,
  deflate: deflateSync,
  br: brotliCompressSync,
  zstd: zstdCompressSync,
  identity: (text: string | Buffer) => Buffer.from(text),
} as const;

test.each(Object.entries(compressors))(
  'A body compressed with %s is read',
  async (encoding, pack) => {
    const answer = await post('/graphql', pack(query), { 'content-encoding': encoding });
    expect(answer.json).toEqual({ data: { __typename: 'Query' } });
  },
);

test('A compressed import that arrives in chunks is stored', async () => {
  const items = Array.from({ length: 5_000 }, (_, at) => ({
    title: `Segurança ${at}`,
    uri: `https://www.example.com/${at}`,
    date: '2014-03-08',
  }));
  const compressed = Readable.from([JSON.stringify(items)]).pipe(createGzip());
  const body = Readable.toWeb(compressed) as Body;
  const { json } = await post('/v1/bulk', body, { 'content-encoding': 'gzip' });
  expect(json).toMatchObject({ ok: true, received: 5_000, inserted: 5_000 });
});

describe('The service refuses', () => {
  test.each(['compress', 'gzip, br', 'x', '__proto__'])(
    'a body with Content-Encoding "%s", and names those that are supported',
    async (encoding) => {
      const answer = await post('/v1/bulk', '[]', { 'content-encoding': encoding });
      expect([answer.status, answer.code]).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
      expect(answer.headers.get('accept-encoding')).toBe('gzip, deflate, br, zstd');
    },
  );

  test.each([
    ['that is not compressed at all', Buffer.from(query)],
    ['that ends too early', gzipSync(query).subarray(0, 20)],
    ['with a flipped bit', turned(gzipSync(query))],
  ])('a gzip body %s', async (_what, body) => {
    const answer = await post('/graphql', body, { 'content-encoding': 'gzip' });
    expect([answer.status, answer.code]).toEqual([400, 'BAD_REQUEST']);
    expect(JSON.stringify(answer.json)).toContain('Content-Encoding');
  });

  test('a body that would have 128 MB reserved for decompression', async () => {
    const params = { [constants.ZSTD_c_windowLog]: 27 };
    const body = zstdCompressSync(Buffer.alloc(9 << 20, ' '), { params });
    const answer = await post('/graphql', body, { 'content-encoding': 'zstd' });
    expect([answer.status, answer.code]).toEqual([400, 'BAD_REQUEST']);
  });

  test.each([
    ['gzip', (body: Buffer) => gzipSync(body, { level: 1 })],
    ['deflate', (body: Buffer) => deflateSync(body, { level: 1 })],
    ['br', fastBrotli],
    ['zstd', zstdCompressSync],
  ])(
    'a decompression bomb in %s, before it is decompressed as a whole',
    async (encoding, pack) => {
      const bomb = pack(Buffer.alloc(1 << 28, ' '));
      expect(bomb.length).toBeLessThan(1 << 21);
      const before = process.memoryUsage.rss();
      const answers = [];
      for (const url of ['/graphql', '/v1/bulk', '/graphql']) {
        answers.push(await post(url, bomb, { 'content-encoding': encoding }));
      }
      for (const { status, code } of answers)
        expect([status, code]).toEqual([413, 'BODY_TOO_LARGE']);
      // Not even one of them may have been held as a whole, however late memory is freed.
      expect(process.memoryUsage.rss() - before).toBeLessThan(1 << 27);
      // It takes a while to make a bomb.
    },
    30_000,
  );
});

test('A body of exactly the maximum size is read, and one with a byte more is refused', async () => {
  const dryRun = JSON.stringify({
    query: 'mutation { bulkImport(input: { items: [], dryRun: true }) { received } }',
  });
  const largest = 16 << 20;
  // White space alone compresses too well.
  const start = `${dryRun.slice(0, -1)},"x":"${randomBytes(1 << 18).toString('hex')}"}`;
  const sized = (bytes: number) => gzipSync(start.padEnd(bytes), { level: 1 });
  const gzip = { 'content-encoding': 'gzip' };
  expect((await post('/graphql', sized(largest), gzip)).status).toBe(200);
  expect((await post('/graphql', sized(largest + 1), gzip)).status).toBe(413);
});

function fastBrotli(body: Buffer): Buffer {
  return brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } });
}

function turned(compressed: Buffer): Buffer {
  const at = compressed.length - 10;
  compressed[at] = (compressed[at] ?? 0) ^ 1;
  return compressed;
}
