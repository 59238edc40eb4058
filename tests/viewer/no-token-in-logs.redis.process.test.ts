// cspell:ignore ccess
import { readFile, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type AuditFolder, auditFolder } from '../support/audited.js';
import { type Build, linkBuild } from '../support/build.js';
import { issuerAt } from '../support/issuer-service.js';
import { answerJson, type KeyServer, startKeyServer } from '../support/key-server.js';
import { type ServerProcess, startProcess } from '../support/server-process.js';
import { describeWithServers, type TestDatabase } from '../support/servers/engines.js';
import { type RedisServer, startRedis } from '../support/servers/redis.js';
import { item, migratedDatabase, startService } from '../support/service.js';
import { createSigningKey, signToken } from '../support/signing-keys.js';
import { type TokenFolder, tokenFolder } from '../support/token-folder.js';
import { sendBytes } from '../support/wire.js';

/** No part of a token of this length may be anywhere. The id of a static token is shorter. */
const partLength = 12;

function* partsOf(text: string): Generator<string> {
  for (let at = 0; at + partLength <= text.length; at += 1) yield text.slice(at, at + partLength);
}

/** What of the tokens is in a text; empty if nothing is. */
function findParts(text: string, tokens: readonly string[]): string[] {
  const parts = new Set(tokens.flatMap((token) => [...partsOf(token)]));
  return [...partsOf(text)].filter((part) => parts.has(part));
}

describeWithServers('A service at the log level trace, with an audit log and Redis', () => {
  let build: Build;
  let redis: RedisServer;
  let keys: KeyServer;
  let database: TestDatabase;
  let files: AuditFolder;
  let staticTokens: TokenFolder;
  let service: ServerProcess;
  let monitor: { text(): string; end(): void };
  let output = '';
  /** Tokens by what is special about them. */
  const tokens: Record<string, string> = {};

  beforeAll(async () => {
    [build, redis, keys] = [await linkBuild(), await startRedis(), await startKeyServer()];
    [files, staticTokens] = [await auditFolder(), await tokenFolder()];
    database = await migratedDatabase();
    const key = await createSigningKey('first');
    const stranger = await createSigningKey('first');
    keys.behave(answerJson({ keys: [key.jwk] }));
    await writeFile(files.path('issuers.json'), JSON.stringify([issuerAt(`${keys.url}/keys`)]));
    const all = ['records:read', 'records:export', 'imports:write', 'imports:read'];
    Object.assign(tokens, {
      static: await staticTokens.create('ada', all),
      poor: await staticTokens.create('poor', ['ops']),
      unknown: `rec_0a1b2c3d_${'Zq9-x_'.repeat(7)}Z`,
      jwt: await signToken(key, { scope: all.join(' ') }),
      expired: await signToken(key, { exp: 1_000_000_000 }),
      forged: await signToken(stranger),
      opaque: 'opaque-Canary.0123456789~token',
      huge: `huge.Canary.${'abcdefghij0123456789'.repeat(600)}`,
      malformed: 'malformed Canary, 0123456789 "token"',
    });
    monitor = watch(redis);
    service = await startProcess(
      build,
      {
        ...staticTokens.env,
        AUTH_ISSUERS: files.path('issuers.json'),
        DATABASE_URL: database.url,
        REDIS_URL: redis.url,
        CACHE_KEY: 'a-secret-of-at-least-32-characters',
        LOG_LEVEL: 'trace',
        AUDIT_LOG: files.path('audit.log'),
        AUDIT_READ_SAMPLE: '1',
      },
      (text) => {
        output += text;
      },
    );
  });
  afterAll(async () => {
    monitor.end();
    await database.drop();
    await Promise.all([redis.stop(), keys.close(), build.remove()]);
    await Promise.all([files.remove(), staticTokens.remove()]);
  });

  test('writes no part of a token into a log, the audit log or Redis, wherever it was sent', async () => {
    for (const token of Object.values(tokens)) await sendEverywhere(service.address, token);
    // Internal errors, with what the statements had as parameters.
    await breakDatabase(database.url);
    for (const token of Object.values(tokens)) await sendEverywhere(service.address, token);
    await service.stop();
    const audited = await readFile(files.path('audit.log'), 'utf8');
    const sent = Object.values(tokens);
    // The test would find nothing if nothing was written.
    expect(output).toContain('/v1/bulk');
    expect(output).toContain('A request failed with an internal error.');
    const actions = ['import', 'export', 'read', 'refusal'].map(
      (each) => `"event.action":"${each}"`,
    );
    expect(actions.filter((action) => !audited.includes(action))).toEqual([]);
    expect(monitor.text().length).toBeGreaterThan(1000);
    expect(findParts(output, sent)).toEqual([]);
    expect(findParts(audited, sent)).toEqual([]);
    expect(findParts(monitor.text(), sent)).toEqual([]);
    expect(await files.verify('audit.log')).toMatchObject({ code: 0 });
  });
});

/** Sends a token where it belongs, and where it does not. */
async function sendEverywhere(address: string, token: string): Promise<void> {
  const text = encodeURIComponent(token);
  const json = { 'content-type': 'application/json' };
  const query =
    'query ($text: String) { records(filter: { title: { contains: $text } }) { totalCount } }';
  const right = { authorization: `Bearer ${token}` };
  const withBody = (headers: Record<string, string>, body: unknown) => ({
    method: 'POST',
    headers: { ...json, ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  const read = { query: '{ records(first: 1) { nodes { title } } }' };
  const requests: [string, RequestInit][] = [
    ['/v1/', { headers: right }],
    ['/v1/', { headers: right }],
    ['/v1/export', { headers: right }],
    ['/graphql', withBody(right, read)],
    [
      '/graphql',
      withBody(right, {
        query:
          'mutation ($items: [RecordInput!]!) { bulkImport(input: { items: $items }) { received } }',
        variables: { items: [item()] },
      }),
    ],
    ['/v1/bulk', withBody({ ...right, 'idempotency-key': 'k' }, [item(), { raw: 'x' }])],
    ['/v1/bulk', withBody(right, '[{"title":')],
    ['/graphql', withBody(right, '{"query":')],
    ['/v1/', { headers: { authorization: token } }],
    [
      '/v1/',
      { headers: { authorization: `Basic ${Buffer.from(`a:${token}`).toString('base64')}` } },
    ],
    ['/v1/', { headers: { authorization: `Bearer  ${token}` } }],
    [
      '/v1/',
      {
        headers: {
          cookie: `token=${text}`,
          'x-api-key': text,
          'proxy-authorization': `Bearer ${text}`,
        },
      },
    ],
    [`/v1/?access_token=${text}`, { headers: right }],
    [`/v1/?%61ccess_token=${text}`, {}],
    [`/graphql?access_token=${text}&query={__typename}`, {}],
    [
      '/v1/',
      withBody({ 'content-type': 'application/x-www-form-urlencoded' }, `access_token=${text}`),
    ],
    ['/graphql', withBody({}, { ...read, access_token: token })],
    ['/graphql', withBody(right, { query, variables: { text: token } })],
    ['/graphql', withBody(right, { ...read, operationName: token })],
  ];
  for (const [path, request] of requests) {
    await fetch(address + path, request).then(
      (answer) => answer.text(),
      // Too large for any header, and closed.
      () => {},
    );
  }
  const twice = `GET /v1/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer ${token}\r\nAuthorization: Bearer ${token}\r\n\r\n`;
  const broken = `GET /v1/ HTTP/1.1\r\nHost: localhost\r\nAuthorization Bearer ${token}\r\n\r\n`;
  for (const bytes of [twice, broken]) await sendBytes(new URL(address), bytes).catch(() => {});
  if (!/^(rec_|eyJ)/.test(token)) return;
  // Where nobody would look for a token, it is known by its form alone.
  for (const path of [`/v1/${text}`, `/graphql/${text}`, `/v1/?contains=${text}`, `/${text}`]) {
    await fetch(address + path, { headers: right }).then((answer) => answer.text());
  }
  const named = { query: `query ${token.replaceAll(/\W/g, '_')} { records { totalCount } }` };
  await fetch(`${address}/graphql`, withBody(right, named)).then((answer) => answer.text());
}

/** Makes whatever reads or stores records fail. */
async function breakDatabase(url: string): Promise<void> {
  const other = await startService({ DATABASE_URL: url });
  const connection = other.app.fork().em.getConnection('write');
  await connection.execute('alter table record rename to moved');
  await other.app.close();
}

/** Everything that Redis is sent, from now on. */
function watch({ port }: RedisServer) {
  let text = '';
  const socket = connect(port, '127.0.0.1', () => socket.write('MONITOR\r\n'));
  socket.setEncoding('latin1').on('data', (data) => {
    text += data;
  });
  return { text: () => text, end: () => socket.destroy() };
}
