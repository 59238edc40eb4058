import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportJWK, SignJWT } from 'jose';
import { importRows } from './import-rows.ts';
import { type Load, send } from './load.ts';
import { type ServerProcess, service, startServer } from './process.ts';
import { median } from './table.ts';

// What a cached response costs without a token, with one that is known, and with rate limits: processor
// time of the service for each request, in rounds that alternate between all of them.

const rounds = 9;
const seconds = Number(process.env.BENCH_SECONDS ?? 2);

const folder = mkdtempSync(join(tmpdir(), 'records-bench-'));
const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const keys = { keys: [{ ...(await exportJWK(publicKey)), kid: 'one', alg: 'RS256' }] };
const issuer = createServer((_request, response) => {
  response.setHeader('content-type', 'application/json').end(JSON.stringify(keys));
});
issuer.listen(0, '127.0.0.1');
await once(issuer, 'listening');
const url = `http://127.0.0.1:${(issuer.address() as AddressInfo).port}`;
const issuers = join(folder, 'issuers.json');
writeFileSync(
  issuers,
  JSON.stringify([
    { name: 'bench', issuer: url, jwks: url, algorithms: ['RS256'], audiences: ['records'] },
  ]),
);
const token = await new SignJWT({ scope: 'records:read' })
  .setProtectedHeader({ alg: 'RS256', kid: 'one' })
  .setIssuer(url)
  .setAudience('records')
  .setSubject('bench')
  .setIssuedAt()
  .setExpirationTime('1 hour')
  .sign(privateKey);

const query = '{ records(first: 20) { nodes { id title uri date } } }';
const load: Load = { method: 'POST', path: '/graphql', body: [JSON.stringify({ query })] };
const env = {
  DATABASE_URL: `sqlite:${join(folder, 'records.db')}`,
  LOG_LEVEL: 'warn',
  AUTH: 'on',
  AUTH_ISSUERS: issuers,
  AUTH_ANONYMOUS_SCOPES: 'records:read imports:write imports:read',
};
const unlimited = {
  RATE_LIMIT: 'on',
  RATE_LIMIT_ANONYMOUS: '999999999:999999999',
  RATE_LIMIT_USER: '999999999:999999999',
};

const start = (more: Readonly<Record<string, string>>) =>
  startServer([...service, 'serve'], { ...env, ...more }, 0);
const open = await start({ AUTH: 'off' });
await importRows(open.address, 1);
const plain = await start({ RATE_LIMIT: 'off' });
const limited = await start(unlimited);

const cases: readonly { name: string; server: ServerProcess; load: Load }[] = [
  { name: 'AUTH=off', server: open, load },
  { name: 'AUTH=on, no token', server: plain, load },
  { name: 'AUTH=on, known token', server: plain, load: { ...load, token } },
  { name: 'AUTH=on, known token, rate limit', server: limited, load: { ...load, token } },
];

const figures = new Map<string, number[]>(cases.map(({ name }) => [name, []]));
// The first round is for the compiler alone.
for (let round = 0; round <= rounds; round += 1) {
  for (const { name, server, load } of cases) {
    const before = server.cpu();
    const { perSecond, failed } = await send(server.address, load, seconds);
    if (failed > 0) throw new Error(`${name}: ${failed} requests failed.`);
    if (round > 0)
      figures.get(name)?.push(((server.cpu() - before) * 1000) / (perSecond * seconds));
  }
}
for (const [name, each] of figures) {
  console.log(`${name}: ${median(each).toFixed(1)} µs of processor time for a cached response`);
}
for (const server of [open, plain, limited]) await server.stop();
issuer.close();
rmSync(folder, { recursive: true });
