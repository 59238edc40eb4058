import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { run } from '../../src/cli/run.js';
import { type AuditFolder, auditFolder } from '../support/audited.js';
import { item, startService } from '../support/service.js';
import { testTerminal } from '../support/terminal.js';

let folder: AuditFolder;
let env: Record<string, string>;
beforeEach(async () => {
  folder = await auditFolder();
  env = {
    AUDIT_LOG: folder.path('audit.log'),
    DATABASE_URL: `sqlite:${folder.path('records.db')}`,
    AUTH_TOKENS: folder.path('tokens.json'),
    XDG_STATE_HOME: folder.path('state'),
  };
  await writeFile(
    folder.path('rows.json'),
    JSON.stringify([item({ title: 'A canary' }), item({ uri: 'canary' })]),
  );
});
afterEach(() => folder.remove());

async function command(...args: readonly string[]) {
  const terminal = testTerminal(env, { waitForStop: () => new Promise(() => {}) });
  const code = await run(args, terminal);
  return { code, printed: terminal.printed(), errors: terminal.errors() };
}

const byCommand = {
  'user.id': 'command line',
  'user.kind': 'command line',
  'user.name': userInfo().username,
  'event.outcome': 'success',
};

test('What commands do with a database or a token file is recorded, beside the file of a service', async () => {
  const service = await startService({ AUDIT_LOG: folder.path('audit.log') });
  await command('import', folder.path('rows.json'));
  await command('export', '--contains', 'nothing');
  await command('export');
  await command('rejects', 'retry', '1');
  const { printed } = await command('token', 'create', '--name', 'ci', '--scope', 'records:read');
  const [, id = ''] = printed.split('_');
  await command('token', 'revoke', id);
  await service.stop();
  const lines = await folder.lines('audit.log.commands');
  expect(lines).toEqual(
    [
      {
        'event.action': 'import',
        'records.import': 1,
        'records.received': 2,
        'records.rejected': 1,
      },
      { 'event.action': 'export', 'records.exported': 0 },
      { 'event.action': 'export', 'records.exported': 1 },
      {
        'event.action': 'import',
        'records.import': 2,
        'records.received': 1,
        'records.rejected': 1,
      },
      { 'event.action': 'token-create', 'records.token': id, 'records.scopes': ['records:read'] },
      { 'event.action': 'token-revoke', 'records.token': id },
    ].map((expected) => expect.objectContaining({ ...byCommand, ...expected })),
  );
  const text = JSON.stringify(lines);
  expect(text).not.toContain('canary');
  expect(text).not.toContain(printed.trim().split('_')[2]);
  expect(await folder.verify('audit.log.commands')).toMatchObject({ code: 0, errors: '' });
});

test('A command that fails is recorded', async () => {
  await writeFile(folder.path('rows.json'), '[{"canary":1},{"canary":2}]');
  const { code } = await command('import', folder.path('rows.json'));
  expect(code).toBe(1);
  const [line] = await folder.lines('audit.log.commands');
  expect(line).toMatchObject({ 'event.action': 'import', 'event.outcome': 'failure' });
  expect(JSON.stringify(line)).not.toContain('canary');
});

test('Commands that run at the same time write one chain, which is signed', async () => {
  await folder.makeKey('audit');
  env.AUDIT_KEY_FILE = folder.path('audit.key');
  const names = ['a', 'b', 'c', 'd'];
  await Promise.all(
    names.map((name) => command('token', 'create', '--name', name, '--scope', 'records:read')),
  );
  expect(await folder.lines('audit.log.commands')).toHaveLength(8);
  const verified = await folder.verify('audit.log.commands', '--key', 'audit.pub');
  expect(verified).toMatchObject({ code: 0, errors: '' });
});

test('With AUDIT_LOG=stdout, commands record on standard error, as standard output has their result', async () => {
  env.AUDIT_LOG = 'stdout';
  await command('import', folder.path('rows.json'));
  const { printed, errors } = await command('export');
  expect(printed).toContain('"A canary"');
  expect(JSON.parse(errors)).toMatchObject({ 'event.action': 'export', 'event.sequence': 1 });
});

test('A command does nothing if it cannot record it', async () => {
  env.AUDIT_LOG = folder.path('none/audit.log');
  const failed = await command('import', folder.path('rows.json'));
  expect([failed.code, failed.errors]).toEqual([
    1,
    expect.stringMatching(/^The audit log .*audit\.log\.commands cannot be written \(ENOENT/),
  ]);
  await mkdir(folder.path('none'));
  expect((await command('import', folder.path('rows.json'))).code).toBe(2);
});

test('A command fails if the disk becomes full before it has recorded what it did', async () => {
  await symlink('/dev/full', folder.path('audit.log.commands'));
  const { code, errors } = await command('import', folder.path('rows.json'));
  expect([code, errors]).toEqual([
    1,
    expect.stringContaining('cannot be written, so it lacks what this command has done.'),
  ]);
  await rm(folder.path('audit.log.commands'));
});
