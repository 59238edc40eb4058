import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { InjectOptions, LightMyRequestResponse as Response } from 'fastify';
import { CompressedBodies } from '../../../src/http/replies/compressed-bodies.js';
import { type Coding, codings } from '../../../src/http/replies/content-coding.js';
import { send } from '../../support/http.js';
import { item, type Service, startService } from '../../support/service.js';
import { times } from '../../support/times.js';

const decompressors: Readonly<Record<Coding, (body: Buffer) => Buffer>> = {
  zstd: zstdDecompressSync,
  br: brotliDecompressSync,
  gzip: gunzipSync,
};

let service: Service;
beforeAll(async () => {
  service = await startService();
  const items = Array.from({ length: 50 }, (_, at) =>
    item({ title: `Segurança primeiro ${at}`, uri: `https://www.example.com/${at}` }),
  );
  await service.importItems(items);
});
afterAll(() => service.stop());

const preflight = { 'apollo-require-preflight': '1' };
const query = '{ records(first: 50) { nodes { id title uri date } } }';
const posted = (url: string, payload: object | string, type = 'application/json') =>
  ({ method: 'POST', url, payload, headers: { 'content-type': type } }) as const;
const badItems = Array.from({ length: 40 }, () => ({ title: 'A title', uri: '/a', date: 'none' }));

/** Every way to get a response of some length. */
const requests: Record<string, InjectOptions> = {
  'GraphQL by POST': posted('/graphql', { query }),
  'GraphQL by GET': { url: `/graphql?query=${encodeURIComponent(query)}`, headers: preflight },
  'GraphQL that is never cached': posted('/graphql', {
    query: '{ __schema { types { name description } } }',
  }),
  'invalid GraphQL': posted('/graphql', { query: `{ ${times(20, (at) => `wrong${at}`)} }` }),
  'a REST search': { url: '/v1/?contains=primeiro' },
  'a REST record': { url: '/v1/1' },
  'an invalid REST call': { url: `/v1/?first=${'x'.repeat(1200)}` },
  'a dry run': posted('/v1/bulk?dryRun=true', badItems),
  'an export': { url: '/v1/export?format=csv' },
  'the IDE': { url: '/ide' },
};

async function asked(request: InjectOptions, accepted?: string): Promise<Response> {
  const encoding = accepted === undefined ? {} : { 'accept-encoding': accepted };
  return send(service.app, { ...request, headers: { ...request.headers, ...encoding } });
}

describe.each(Object.entries(requests))('The response to %s', (name, request) => {
  const isSmall = name === 'a REST record';
  const offered = name === 'the IDE' ? (['gzip'] as const) : codings;

  test.each(offered)(
    'is sent in %s to a client that accepts it, when made and when cached',
    async (coding) => {
      const plain = await asked(request);
      expect(plain.headers).not.toHaveProperty('content-encoding');
      for (const _ of ['first', 'kept']) {
        const compressed = await asked(request, isSmall ? `${coding}, identity;q=0` : coding);
        expect(compressed.headers['content-encoding']).toBe(coding);
        expect(compressed.headers['content-type']).toBe(plain.headers['content-type']);
        expect(compressed.statusCode).toBe(plain.statusCode);
        expect(String(compressed.headers.vary)).toMatch(/(^|, )Accept-Encoding(,|$)/);
        expect(decompressors[coding](compressed.rawPayload).toString()).toBe(plain.body);
        if (!isSmall) expect(compressed.rawPayload.length).toBeLessThan(plain.rawPayload.length);
      }
    },
  );

  test.each(['', 'identity', 'deflate', 'gzip;q=0, br;q=0, zstd;q=0', '*;q=0', 'compress'])(
    'is sent uncompressed to a client that accepts "%s"',
    async (accepted) => {
      const [plain, answer] = [await asked(request), await asked(request, accepted)];
      expect(answer.headers).not.toHaveProperty('content-encoding');
      expect(answer.body).toBe(plain.body);
    },
  );
});

describe('The negotiated content coding', () => {
  test.each([
    ['gzip, deflate, br, zstd', 'zstd', 'gzip'],
    ['gzip, deflate, br', 'br', 'gzip'],
    ['*', 'zstd', 'gzip'],
    ['br;q=0.9, gzip;q=0.8', 'br', 'br'],
    ['gzip;q=1.0, zstd;q=0.5', 'gzip', 'gzip'],
    ['br;q=0.1, *;q=0.5', 'zstd', 'gzip'],
    ['zstd;q=0, *', 'br', 'gzip'],
    ['GZip', 'gzip', 'gzip'],
    ['x-gzip', 'gzip', 'gzip'],
    ['gzip;q=0.5, identity;q=0.1', 'gzip', 'gzip'],
    ['gzip;q=0.5, identity', undefined, undefined],
    ['identity;q=0', undefined, undefined],
    ['identity;q=0, br;q=0.001', 'br', 'br'],
    ['gzip;q=nonsense', undefined, undefined],
    [', ;,', undefined, undefined],
  ])('for Accept-Encoding "%s" is %s, and %s for streams', async (accepted, whole, streamed) => {
    for (const [name, coding] of [
      ['GraphQL by GET', whole],
      ['a REST search', whole],
      ['invalid GraphQL', whole],
      ['an export', streamed],
      ['a dry run', streamed],
    ] as const) {
      const { headers } = await asked(requests[name] ?? {}, accepted);
      expect([name, headers['content-encoding']]).toEqual([name, coding]);
    }
  });
});

describe('A small response', () => {
  const small = posted('/graphql', { query: '{ records { totalCount } }' });

  test('is sent uncompressed', async () => {
    const answer = await asked(small, 'gzip, br');
    expect(answer.headers).not.toHaveProperty('content-encoding');
    expect(answer.headers.vary).toContain('Accept-Encoding');
  });

  test('is compressed for a client that does not accept it otherwise', async () => {
    for (const request of [small, { url: '/v1/1' }, { url: '/v1/none' }]) {
      const answer = await asked(request, 'gzip, identity;q=0');
      expect(answer.headers['content-encoding']).toBe('gzip');
      expect(gunzipSync(answer.rawPayload).toString()).toBe((await asked(request)).body);
    }
  });
});

describe('The entity tag', () => {
  const request = requests['GraphQL by GET'] ?? {};
  const tagged = async (accepted: string | undefined, tag?: string) => {
    const headers = { ...request.headers, ...(tag && { 'if-none-match': tag }) };
    const { statusCode, headers: got } = await asked({ ...request, headers }, accepted);
    return [statusCode, got.etag];
  };

  test('is different for each coding', async () => {
    const tags = new Set<unknown>();
    for (const accepted of [undefined, ...codings]) tags.add((await tagged(accepted))[1]);
    expect(tags.size).toBe(4);
  });

  test.each([undefined, ...codings])('of the coding %s matches with 304', async (accepted) => {
    const [, tag] = await tagged(accepted);
    expect(await tagged(accepted, String(tag))).toEqual([304, tag]);
    expect(await tagged(accepted, `W/${tag}`)).toEqual([304, tag]);
  });

  test('matches in another coding as long as the client accepts that coding', async () => {
    const [, plain] = await tagged(undefined);
    const [, gzip] = await tagged('gzip');
    expect(await tagged('gzip, br', String(gzip))).toEqual([304, gzip]);
    expect(await tagged('br', String(plain))).toEqual([304, plain]);
    expect((await tagged('br', String(gzip)))[0]).toBe(200);
    expect((await tagged('br, identity;q=0', String(plain)))[0]).toBe(200);
  });
});

test('A compressed response is cached, and counts in the size of the cache', async () => {
  const forms = new CompressedBodies();
  let bytes = 0;
  const kept = {
    body: 'x'.repeat(5000),
    length: 5000,
    grow: (grown: number) => {
      bytes += grown;
    },
  };
  const owner = {};
  const together = await Promise.all(
    Array.from({ length: 50 }, () => forms.compress(owner, kept, 'br')),
  );
  const later = forms.compress(owner, kept, 'br');
  expect(new Set([...together, later]).size).toBe(1);
  const { length } = together[0] as Buffer;
  expect(bytes).toBeGreaterThan(length);
  expect(bytes).toBeLessThan(length + 1000);
  // It must not keep the rest of zlib's buffer in memory.
  expect(together[0]?.buffer.byteLength).toBe(length);
});

test('Clients that decompress by themselves see no difference', async () => {
  const url = await service.app.listen();
  const answer = await fetch(`${url}/v1/?contains=primeiro`);
  expect(answer.headers.get('content-encoding')).toMatch(/^(br|gzip|zstd)$/);
  expect(await answer.json()).toHaveLength(50);
});
