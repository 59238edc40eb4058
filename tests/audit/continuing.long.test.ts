import { appendFile, readFile, rename, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type AuditFolder, auditFolder } from '../support/audited.js';
import { post } from '../support/http.js';
import { item, type Service, startService } from '../support/service.js';
import { until } from '../support/until.js';

let folder: AuditFolder;
beforeEach(async () => {
  folder = await auditFolder();
});
afterEach(() => folder.remove());

function start(env: Record<string, string> = {}, onLogLine = (_line: string) => {}) {
  const AuditLog = folder.path('audit.log');
  return startService({ AUDIT_LOG: AuditLog, LOG_LEVEL: 'info', ...env }, onLogLine);
}

const importOne = ({ app }: Service) => post(app, '/v1/bulk', [item()]);

/** A run of the service with so many imports. */
async function runService(imports: number, env: Record<string, string> = {}) {
  const service = await start(env);
  for (let count = 0; count < imports; count += 1) await importOne(service);
  await service.stop();
}

describe('The chain goes on', () => {
  test('after a restart', async () => {
    await runService(1);
    await runService(1);
    expect((await folder.verify('audit.log')).printed).toMatch(
      /^The chain of 6 lines is whole: 1 to 6\./,
    );
  });

  test('in a new file after mv and SIGHUP, and after a restart then', async () => {
    const service = await start();
    await importOne(service);
    await rename(folder.path('audit.log'), folder.path('audit.log.1'));
    await importOne(service);
    await service.app.reload();
    await importOne(service);
    await service.app.reload();
    await service.stop();
    await runService(1);
    expect(await folder.lines('audit.log.1')).toHaveLength(3);
    expect((await folder.verify('audit.log.1', 'audit.log')).printed).toMatch(
      /^The chain of 10 lines is whole: 1 to 10\./,
    );
    expect((await folder.verify('audit.log', '--first', '4')).printed).toMatch(
      /^The chain of 7 lines is whole: 4 to 10\./,
    );
    expect((await folder.verify('audit.log', 'audit.log.1')).code).toBe(1);
  });

  test.each([
    ['in the middle of a line', 20, 3],
    ['before the end of a line', 1, undefined],
  ])('after a crash that left the file without its end: %s', async (_where, bytes, torn) => {
    await runService(1);
    const path = folder.path('audit.log');
    await truncate(path, (await readFile(path)).length - bytes);
    expect(await folder.verify('audit.log')).toMatchObject({ code: 0, errors: '' });
    await runService(1);
    const { code, printed } = await folder.verify('audit.log');
    expect(code).toBe(0);
    const note = 'This line was cut off by a crash; nothing else is missing.';
    if (torn) expect(printed).toContain(`audit.log:${torn}: ${note}`);
    else expect(printed).not.toContain(note);
  });

  test('after a crash while the end of a torn line was noted', async () => {
    await runService(1);
    const path = folder.path('audit.log');
    await truncate(path, (await readFile(path)).length - 20);
    await appendFile(path, '\n{"@time');
    await runService(1);
    expect(await folder.verify('audit.log')).toMatchObject({ code: 0, errors: '' });
  });

  test('once a full disk has room again, and imports wait for that', async () => {
    const lines: string[] = [];
    await symlink('/dev/full', folder.path('audit.log'));
    const service = await start({}, (line) => lines.push(line));
    await until('imports are rejected', async () => (await importOne(service)).statusCode === 503);
    const refused = await importOne(service);
    expect(refused.json()).toMatchObject({ code: 'AUDIT_UNAVAILABLE' });
    const query =
      'mutation ($items: [RecordInput!]!) { bulkImport(input: { items: $items }) { received } }';
    expect((await service.ask(query, { items: [item()] })).errors?.[0]?.extensions.code).toBe(
      'AUDIT_UNAVAILABLE',
    );
    expect((await service.ask('{ records { totalCount } }')).data).toEqual({
      records: { totalCount: 0 },
    });
    await rm(folder.path('audit.log'));
    await service.app.reload();
    await until('imports are accepted', async () => (await importOne(service)).statusCode === 200);
    await service.stop();
    expect((await folder.lines('audit.log')).map((line) => line['event.action'])).toEqual([
      'start',
      'reload',
      'import',
      'stop',
    ]);
    expect((await folder.verify('audit.log')).code).toBe(0);
    const messages = lines.map((line) => JSON.parse(line).msg).filter((text) => /audit/.test(text));
    expect(messages).toEqual([
      expect.stringContaining('cannot be written'),
      'The audit log can be written again.',
    ]);
  });
});

describe('The service does not start with an audit log', () => {
  test('that another service writes', async () => {
    const service = await start();
    await expect(start()).rejects.toThrow(
      /^Process \d+ is writing the audit log .*audit\.log\. Give each process a file of its own or, if that process is something else, remove .*audit\.log\.lock\.$/,
    );
    await service.stop();
    await runService(0);
  });

  test('that is something else', async () => {
    await writeFile(folder.path('audit.log'), 'root:x:0:0\n');
    await expect(start()).rejects.toThrow(
      /is not an audit log\. Move it away, or set AUDIT_LOG to another path\.$/,
    );
    expect(await readFile(folder.path('audit.log'), 'utf8')).toBe('root:x:0:0\n');
  });

  test('that is in a folder which does not exist', async () => {
    await expect(start({ AUDIT_LOG: folder.path('none/audit.log') })).rejects.toThrow(
      /^The audit log .* cannot be written \(ENOENT/,
    );
  });
});
