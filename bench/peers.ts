import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { startMariaDb } from '../tests/support/servers/mariadb.ts';
import { startRedis } from '../tests/support/servers/redis.ts';
import { importRows } from './import-rows.ts';
import { type Load, type LoadResult, send } from './load.ts';
import { ask, pin, type ServerProcess, service, startServer } from './process.ts';
import { median, table } from './table.ts';

const rounds = 3;
const seconds = Number(process.env.BENCH_SECONDS ?? 3);
const rows = 10;

const fields = '{ nodes { id title uri date } }';
const document = `{ records(first: 20) ${fields} }`;
const varied = `query ($lt: DateTime!) { records(first: 20, filter: { date: { lt: $lt } }) ${fields} }`;
const hash = createHash('sha256').update(document).digest('hex');
const extensions = { persistedQuery: { version: 1, sha256Hash: hash } };

const cases: readonly { name: string; cached: boolean; load: Load }[] = [
  {
    name: 'cached GET by hash',
    cached: true,
    load: {
      method: 'GET',
      path: `/graphql?extensions=${encodeURIComponent(JSON.stringify(extensions))}`,
    },
  },
  {
    name: 'cached POST, full text',
    cached: true,
    load: { method: 'POST', path: '/graphql', body: [JSON.stringify({ query: document })] },
  },
  {
    name: 'uncached POST',
    cached: false,
    load: {
      method: 'POST',
      path: '/graphql',
      // The number is a fraction of a second, so that every answer is the same.
      body: [`{"query":${JSON.stringify(varied)},"variables":{"lt":"2015-06-01T12:00:00.`, 'Z"}}'],
    },
  },
];

// Not all peers know a hash in the address for long, so these are asked with the whole text there.
const readsHashes = (name: string) => !/^(Mercurius|Yoga)/.test(name);
const byText: Load = { method: 'GET', path: `/graphql?query=${encodeURIComponent(document)}` };

if (!existsSync(new URL('node_modules', import.meta.url))) {
  throw new Error('The peers are not installed; run "npm ci --prefix bench" first.');
}
const mariadb = await startMariaDb();
const redis = await startRedis();
for (const { pid } of [mariadb, redis]) pin(1, pid);
const databaseUrl = mariadb.url(await mariadb.createDatabase(), 'mariadb');
// Ours knows the documents from a manifest, as the clients of an application have one.
const manifest = mkdtempSync(join(tmpdir(), 'records-bench-'));
writeFileSync(join(manifest, 'newest.graphql'), document);
writeFileSync(join(manifest, 'varied.graphql'), varied);
const env = {
  DATABASE_URL: databaseUrl,
  REDIS_URL: redis.url,
  LOG_LEVEL: 'warn',
  NODE_ENV: 'production',
  AUTH: 'off',
  REDIS_PLAIN: 'true',
};
const servers: { name: string; cached?: boolean; server: ServerProcess }[] = [];
try {
  execFileSync(process.execPath, [...service, 'migrate', 'up'], {
    env: { ...process.env, ...env },
  });
  const ours = await startServer(
    [...service, 'serve'],
    { ...env, PERSISTED_MANIFESTS: manifest },
    0,
  );
  servers.push({ name: 'records-graphql', server: ours });
  await importRows(ours.address, rows);
  const expected = (await ask(ours.address, document)).data;
  const body = `${JSON.stringify({ data: expected })}\n`;
  const raw = await startServer(['bench/peers/raw.js'], { BODY: body }, 0);
  servers.unshift({ name: 'raw node:http', server: raw });
  for (const [name, file] of [
    ['Apollo Server 5', 'apollo.js'],
    ['Mercurius 16, JIT', 'mercurius.js'],
    ['Yoga 5', 'yoga.js'],
  ] as const) {
    for (const cached of [true, false]) {
      const peerEnv = { ...env, CACHE: cached ? 'on' : 'off' };
      const server = await startServer([`bench/peers/${file}`], peerEnv, 0);
      servers.push({ name, cached, server });
      await checkAnswers(server.address, expected);
    }
  }
  await learnHash(ours.address);
  console.log(table(await measure()));
  console.log('Mercurius and Yoga are asked with the whole text in the address, not by its hash.');
} finally {
  for (const { server } of servers) await server.stop();
  await Promise.all([mariadb.stop(), redis.stop()]);
  rmSync(manifest, { recursive: true });
}

/** Makes sure that a peer answers as we do, and has it remember the document's hash. */
async function checkAnswers(address: string, expected: unknown): Promise<void> {
  const { data } = await ask(address, document);
  if (!isDeepStrictEqual(data, expected)) throw new Error(`${address} answers something else.`);
  const lt = '2015-06-01T12:00:00.000Z';
  const [theirs, ours] = await Promise.all(
    [address, servers[1]?.server.address ?? ''].map((each) => ask(each, varied, { lt })),
  );
  if (!isDeepStrictEqual(theirs?.data, ours?.data))
    throw new Error(`${address} filters otherwise.`);
  await learnHash(address);
}

async function learnHash(address: string): Promise<void> {
  const response = await fetch(`${address}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: document, extensions }),
  });
  const text = await response.text();
  if (!text.includes('"nodes"')) throw new Error(`${address} learnt no hash: ${text}`);
}

async function measure() {
  const runs = new Map<string, LoadResult[]>();
  // Round by round, so that a busy moment of the machine is spread over all.
  for (let round = 0; round <= rounds; round++) {
    for (const { name: caseName, cached, load } of cases) {
      for (const { name, cached: onlyIf = cached, server } of servers) {
        if (onlyIf !== cached) continue;
        const sent = load.method === 'GET' && !readsHashes(name) ? byText : load;
        const result = await send(server.address, sent, round === 0 ? 1 : seconds);
        if (result.failed > 0) console.error(`${name}, ${caseName}: ${JSON.stringify(result)}`);
        const key = `${name}\n${caseName}`;
        // The first round is for the compiler alone.
        runs.set(key, round === 0 ? [] : [...(runs.get(key) ?? []), result]);
      }
    }
  }
  return [...runs].map(([key, results]) => {
    const [server = '', load = ''] = key.split('\n');
    return {
      server,
      load,
      perSecond: median(results.map(({ perSecond }) => perSecond)),
      p99: median(results.map(({ p99 }) => p99)),
    };
  });
}
