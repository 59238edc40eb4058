import { readFile, rm, writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type AuditFolder, auditFolder } from '../support/audited.js';
import { post } from '../support/http.js';
import { item, type Service, startService } from '../support/service.js';

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

async function edit(name: string, change: (lines: string[]) => readonly string[]) {
  const lines = (await readFile(folder.path(name), 'utf8')).split('\n');
  await writeFile(folder.path(name), change(lines).join('\n'));
}

describe('records audit verify finds', () => {
  test.each<[string, (lines: string[]) => readonly string[], string]>([
    [
      'a line that was changed',
      (lines) => lines.map((line, at) => (at === 2 ? line.replace('"import"', '"read"') : line)),
      'audit.log:3: The line has been changed: its hash is not the one in the line after it (audit.log:4).\n',
    ],
    [
      'a line that was removed',
      (lines) => lines.toSpliced(2, 1),
      'audit.log:3: The sequence number is 4, and 3 was expected: lines were removed, added or put in another order.\n',
    ],
    [
      'a beginning that was removed',
      (lines) => lines.slice(1),
      'audit.log:1: The sequence number is 2, and 1 was expected: lines were removed, added or put in another order.\n',
    ],
    [
      'lines that changed places',
      (lines) => lines.toSpliced(1, 2, lines[2] ?? '', lines[1] ?? ''),
      'audit.log:2: The sequence number is 3, and 2 was expected: lines were removed, added or put in another order.\n',
    ],
    [
      'a line that was added',
      (lines) => lines.toSpliced(2, 0, lines[1] ?? ''),
      'audit.log:3: The sequence number is 2, and 3 was expected: lines were removed, added or put in another order.\n',
    ],
    [
      'a line that is none',
      (lines) => lines.toSpliced(2, 0, '{"event.action":"import"}'),
      'audit.log:3: The line is not one of an audit log: it was changed or added.\n',
    ],
    [
      'a line that is hidden behind a torn one',
      (lines) => lines.toSpliced(2, 1, (lines[2] ?? '').slice(0, 50)),
      'audit.log:3: The line is not one of an audit log: it was changed or added.\n',
    ],
    [
      'a chain that begins in the middle',
      (lines) => [...lines.slice(0, -1), ...lines],
      'audit.log:6: The sequence number is 1, and 6 was expected: a chain begins here. Verify the files of each chain by themselves.\n',
    ],
  ])('%s', async (_what, change, errors) => {
    await runService(3);
    await edit('audit.log', change);
    expect(await folder.verify('audit.log')).toEqual({ code: 1, printed: '', errors });
  });

  test('nothing in a log as it was written', async () => {
    await runService(3);
    expect(await folder.verify('audit.log')).toEqual({
      code: 0,
      printed:
        'The chain of 5 lines is whole: 1 to 5.\nThe signatures of 0 anchors were not verified; give --key for that.\n',
      errors: '',
    });
  });

  test('a file that cannot be read', async () => {
    const { code, errors } = await folder.verify('none.log');
    expect([code, errors]).toEqual([
      1,
      expect.stringContaining('The file none.log cannot be read'),
    ]);
  });
});

describe('With AUDIT_KEY_FILE,', () => {
  let signed: Record<string, string>;
  beforeEach(async () => {
    await folder.makeKey('audit');
    await folder.makeKey('other');
    signed = { AUDIT_KEY_FILE: folder.path('audit.key') };
  });

  test('each stop is signed', async () => {
    await runService(1, signed);
    await runService(1, signed);
    expect(await folder.verify('audit.log', '--key', 'audit.pub')).toEqual({
      code: 0,
      printed:
        'The chain of 8 lines is whole: 1 to 8.\n2 anchors with valid signatures; 0 lines after the last one.\n',
      errors: '',
    });
  });

  test('a whole chain that somebody else has made is found', async () => {
    await runService(2, { AUDIT_KEY_FILE: folder.path('other.key') });
    const { errors } = await folder.verify('audit.log', '--key', 'audit.pub');
    expect(errors).toMatch(
      /^audit\.log:5: The anchor was signed with the key "[0-9a-f]{16}"; the given ones are [0-9a-f]{16}\.\n$/,
    );
    await rm(folder.path('audit.log'));
    await runService(2);
    expect((await folder.verify('audit.log', '--key', 'audit.pub')).errors).toBe(
      'There is no anchor, so nothing is signed.\n',
    );
  });

  test('an anchor that was copied to another chain is found', async () => {
    await runService(2, signed);
    const [anchor] = (await folder.lines('audit.log')).slice(-1);
    await rm(folder.path('audit.log'));
    await runService(2, { AUDIT_KEY_FILE: folder.path('other.key') });
    await edit('audit.log', (lines) => {
      const last = JSON.parse(lines.at(-2) ?? '');
      return [
        ...lines.slice(0, -2),
        JSON.stringify({ ...last, 'records.anchor': anchor?.['records.anchor'] }),
        '',
      ];
    });
    expect((await folder.verify('audit.log', '--key', 'audit.pub')).errors).toBe(
      'audit.log:5: The signature of the anchor is not valid: lines before it were changed.\n',
    );
  });

  test('both keys are accepted after a key was replaced', async () => {
    await runService(1, signed);
    await runService(1, { AUDIT_KEY_FILE: folder.path('other.key') });
    const keys = ['--key', 'audit.pub', '--key', 'other.pub'];
    expect((await folder.verify('audit.log', ...keys)).code).toBe(0);
  });

  test.each([
    ['missing', (file: string) => rm(file), /^The key .*audit\.key cannot be read \(ENOENT/],
    [
      'none',
      (file: string) => writeFile(file, 'x'),
      /is not a private Ed25519 key as PEM\. "openssl genpkey/,
    ],
  ])('the service does not start with a key that is %s', async (_what, spoil, message) => {
    await spoil(folder.path('audit.key'));
    await expect(start(signed)).rejects.toThrow(message);
  });
});
