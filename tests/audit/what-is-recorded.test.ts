import { writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Overrides } from '../../src/app.js';
import { RequestError } from '../../src/errors/request-error.js';
import { createIdentityUnavailableError } from '../../src/viewer/access-error.js';
import { type AuditFolder, type AuditLine, auditFolder } from '../support/audited.js';
import { post, send } from '../support/http.js';
import { startIssuerService } from '../support/issuer-service.js';
import { answerJson } from '../support/key-server.js';
import { item, type Service, startService } from '../support/service.js';
import { createSigningKey, signToken } from '../support/signing-keys.js';
import { bearer, identifyBy, viewer } from '../support/viewers.js';

let folder: AuditFolder;
beforeEach(async () => {
  folder = await auditFolder();
});
afterEach(() => folder.remove());

const identify = identifyBy(
  { ada: viewer('ada', 'records:read', 'records:export', 'imports:write'), eve: viewer('eve') },
  'records:read',
);
const authenticate: NonNullable<Overrides['authenticate']> = (request) => {
  if (request.headers.authorization === 'Bearer unavailable')
    throw createIdentityUnavailableError('timeout');
  if (request.headers.authorization === 'Bearer busy')
    throw new RequestError('RATE_LIMITED', 'Too much.');
  return identify(request);
};

/** The lines that a service writes while it does some work, without its start and stop. */
async function linesOf(
  work: (app: Service['app'], service: Service) => Promise<unknown>,
  env: Record<string, string> = {},
): Promise<AuditLine[]> {
  const service = await startService(
    { AUDIT_LOG: folder.path('audit.log'), AUDIT_READ_SAMPLE: '0', ...env },
    undefined,
    undefined,
    { authenticate },
  );
  await work(service.app, service);
  await service.stop();
  expect(await folder.verify('audit.log')).toMatchObject({ code: 0, errors: '' });
  const lines = await folder.lines('audit.log');
  expect(lines[0]).toMatchObject({ 'event.action': 'start', 'event.sequence': 1 });
  expect(lines.at(-1)).toMatchObject({ 'event.action': 'stop' });
  return lines.slice(1, -1);
}

const mutation =
  'mutation Secret($items: [RecordInput!]!) { bulkImport(input: { items: $items }) { received } }';
const ada = { 'user.id': 'user:test:ada', 'user.kind': 'user', 'client.ip': '127.0.0.1' };

test('An import over GraphQL is recorded with its figures, and with nothing of its items', async () => {
  const items = [item({ title: 'A canary' }), item({ title: '', raw: 'a rejected canary' })];
  const lines = await linesOf((app) =>
    post(app, '/graphql', { query: mutation, variables: { items } }, bearer('ada')),
  );
  expect(lines).toEqual([
    expect.objectContaining({
      ...ada,
      'event.dataset': 'records.audit',
      'event.action': 'import',
      'event.outcome': 'success',
      'http.request.id': expect.any(String),
      'records.import': 1,
      'records.received': 2,
      'records.inserted': 1,
      'records.rejected': 1,
    }),
  ]);
  expect(JSON.stringify(lines)).not.toMatch(/canary|Secret|www\.example|2014/);
});

test('An import over REST is recorded, and so is one that fails', async () => {
  const lines = await linesOf(async (app) => {
    await post(app, '/v1/bulk', [item(), item({ uri: 'x' })], bearer('ada'));
    await post(app, '/v1/bulk?dryRun=true', [item()], bearer('ada'));
    await post(app, '/v1/bulk', [{ canary: 'A' }, { canary: 'B' }], bearer('ada'));
  });
  expect(lines).toEqual([
    expect.objectContaining({
      ...ada,
      'event.action': 'import',
      'event.outcome': 'success',
      'records.import': 1,
      'records.received': 2,
      'records.rejected': 1,
    }),
    expect.objectContaining({ 'records.dry_run': true, 'records.received': 1 }),
    expect.objectContaining({ 'event.outcome': 'failure', 'event.reason': 'COLUMN_MISSING' }),
  ]);
  expect(JSON.stringify(lines)).not.toContain('canary');
});

test('An export is recorded with the number of its records', async () => {
  const lines = await linesOf(async (app) => {
    await post(app, '/v1/bulk', [item(), item({ title: 'B' })], bearer('ada'));
    await send(app, { url: '/v1/export?contains=canary', headers: bearer('ada') });
    await send(app, { url: '/v1/export', headers: bearer('ada') });
  });
  const exported = { ...ada, 'event.action': 'export', 'event.outcome': 'success' };
  expect(lines.slice(1)).toEqual([
    expect.objectContaining({ ...exported, 'records.exported': 0 }),
    expect.objectContaining({ ...exported, 'records.exported': 2 }),
  ]);
  expect(JSON.stringify(lines)).not.toContain('canary');
});

test('Every refusal is recorded with its reason, over each way in', async () => {
  const lines = await linesOf(async (app) => {
    await post(app, '/graphql', { query: '{ imports { nodes { id } } }' });
    await post(app, '/graphql', { query: '{ records { totalCount } }' }, bearer('eve'));
    await send(app, { url: '/v1/', headers: bearer('eve') });
    await send(app, { url: '/v1/export', headers: bearer('eve') });
    await post(app, '/v1/bulk', [], bearer('eve'));
    await send(app, { url: '/v1/?access_token=canary' });
    await send(app, { url: '/v1/', headers: bearer('unavailable') });
    await send(app, { url: '/v1/', headers: bearer('busy') });
  });
  expect(
    lines.map((line) => [line['event.reason'], line['user.id'], line['records.scopes']]),
  ).toEqual([
    ['missing_scope', 'anonymous', ['imports:read']],
    ['missing_scope', 'user:test:eve', ['records:read']],
    ['missing_scope', 'user:test:eve', ['records:read']],
    ['missing_scope', 'user:test:eve', ['records:export']],
    ['missing_scope', 'user:test:eve', ['imports:write']],
    ['malformed', undefined, undefined],
    ['timeout', undefined, undefined],
    ['RATE_LIMITED', undefined, undefined],
  ]);
  expect(new Set(lines.map((line) => line['event.action']))).toEqual(new Set(['refusal']));
  expect(JSON.stringify(lines)).not.toContain('canary');
});

test('Reads are recorded as often as AUDIT_READ_SAMPLE says, also those that the cache answers', async () => {
  const read = (app: Service['app']) =>
    post(app, '/graphql', { query: 'query Secret { records { totalCount } }' });
  const lines = await linesOf(
    async (app) => {
      await read(app);
      await read(app);
      await send(app, { url: '/v1/' });
    },
    { AUDIT_READ_SAMPLE: '1' },
  );
  const hash = expect.stringMatching(/^[0-9a-f]{64}$/);
  const seen = { 'event.action': 'read', 'event.outcome': 'success', 'records.document': hash };
  expect(lines).toEqual([
    expect.objectContaining({ ...seen, 'records.cost': expect.any(Number) }),
    expect.objectContaining(seen),
    expect.objectContaining({ ...seen, 'records.operation': expect.any(String) }),
  ]);
  // Only manifests name operations: a client could have named its own after a secret.
  expect(JSON.stringify(lines)).not.toContain('Secret');
});

test('By default, few reads are recorded', async () => {
  const lines = await linesOf(
    async (app) => {
      for (let time = 0; time < 300; time += 1) await send(app, { url: '/v1/' });
    },
    { AUDIT_READ_SAMPLE: '' },
  );
  expect(lines.length).toBeLessThan(30);
});

test('A reload that finds a faulty file is recorded as a failure', async () => {
  const tokens = folder.path('tokens.json');
  await writeFile(tokens, '{"tokens":[]}');
  const lines = await linesOf(
    async (app) => {
      await writeFile(tokens, '{');
      await app.reload();
    },
    { AUTH: 'on', AUTH_TOKENS: tokens },
  );
  expect(lines).toEqual([
    expect.objectContaining({ 'event.action': 'reload', 'event.outcome': 'failure' }),
  ]);
});

test('Keys of an issuer are recorded when they change, and only then', async () => {
  const env = { AUDIT_LOG: folder.path('audit.log'), AUDIT_READ_SAMPLE: '0' };
  const issuer = await startIssuerService(undefined, env);
  const second = await createSigningKey('second');
  issuer.keys.behave(answerJson({ keys: [issuer.key.jwk, second.jwk] }));
  expect((await issuer.ask(await signToken(second))).status).toBe(200);
  await issuer.stop();
  const lines = await folder.lines('audit.log');
  expect(lines.map((line) => [line['event.action'], line['records.issuer']])).toEqual([
    ['start', undefined],
    ['keys-change', 'main'],
    ['keys-change', 'main'],
    ['stop', undefined],
  ]);
});

test('A start that fails is recorded', async () => {
  const env = { AUDIT_LOG: folder.path('audit.log'), AUTH: 'on' };
  await expect(startService({ ...env, AUTH_TOKENS: folder.path('none.json') })).rejects.toThrow();
  expect((await folder.lines('audit.log')).at(-1)).toMatchObject({
    'event.action': 'stop',
    'event.outcome': 'failure',
  });
});

test('A reload is recorded', async () => {
  const lines = await linesOf((app) => app.reload());
  expect(lines).toEqual([expect.objectContaining({ 'event.action': 'reload' })]);
});
