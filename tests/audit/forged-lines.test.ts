import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type AuditFolder, auditFolder } from '../support/audited.js';
import { send } from '../support/http.js';
import { startService } from '../support/service.js';
import { viewer } from '../support/viewers.js';

let folder: AuditFolder;
beforeEach(async () => {
  folder = await auditFolder();
});
afterEach(() => folder.remove());

const forged = '{"event.action":"stop","event.sequence":99}';

test.each([
  ['line feeds', `a\n${forged}\r\n${forged}`],
  ['carriage returns', `a\r${forged}`],
  ['escape sequences', '\u001b[2K\u001b[1Aa\u009b1A'],
  ['line separators', `a\u2028${forged}\u2029\u0085`],
  ['bidirectional marks', 'a\u202e\u2066b\u200f'],
  ['lone surrogates', '\ud800a\udc00'],
  ['null', 'a\u0000b'],
  ['quotes', 'a","event.outcome":"success","x":"'],
  ['emoji', '👩‍🚀'],
])('Attack 51: %s in the name of a viewer stay in one line of ASCII', async (_what, name) => {
  const service = await startService(
    { AUDIT_LOG: folder.path('audit.log'), AUDIT_READ_SAMPLE: '0' },
    undefined,
    undefined,
    { authenticate: () => viewer(name) },
  );
  await send(service.app, { url: '/v1/' });
  await service.stop();
  const lines = await folder.lines('audit.log');
  expect(lines.map((line) => line['event.action'])).toEqual(['start', 'refusal', 'stop']);
  expect(lines[1]).toMatchObject({ 'user.id': `user:test:${name}`, 'event.outcome': 'failure' });
  expect(await folder.verify('audit.log')).toMatchObject({ code: 0 });
});

test('Attack 51: untrusted text of any length makes a line of a bounded length', async () => {
  const subject = '\u202e'.repeat(100_000);
  const service = await startService(
    { AUDIT_LOG: folder.path('audit.log') },
    undefined,
    undefined,
    {
      authenticate: () => viewer(subject),
    },
  );
  await send(service.app, { url: '/v1/' });
  await service.stop();
  const [, refusal] = await folder.lines('audit.log');
  expect(String(refusal?.['user.id']).length).toBeLessThanOrEqual(256);
});

test('Attack 51: an address that a proxy has from its client is recorded only if it is one', async () => {
  const service = await startService({
    AUDIT_LOG: folder.path('audit.log'),
    AUDIT_READ_SAMPLE: '1',
    TRUSTED_PROXIES: '127.0.0.1',
  });
  for (const address of ['192.0.2.7', 'canary, 127.0.0.1', '2001:db8::1']) {
    await send(service.app, { url: '/v1/', headers: { 'x-forwarded-for': address } });
  }
  await service.stop();
  const lines = await folder.lines('audit.log');
  expect(lines.slice(1, -1).map((line) => line['client.ip'])).toEqual([
    '192.0.2.7',
    undefined,
    '2001:db8::1',
  ]);
});
