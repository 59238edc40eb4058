import { writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type AuditFolder, auditFolder } from '../support/audited.js';
import { type Build, linkBuild } from '../support/build.js';
import { startProcess } from '../support/server-process.js';

let build: Build;
let folder: AuditFolder;
beforeAll(async () => {
  [build, folder] = [await linkBuild(), await auditFolder()];
});
afterAll(() => Promise.all([build.remove(), folder.remove()]));

const env = () => ({ DATABASE_URL: `sqlite:${folder.path('records.db')}`, AUDIT_READ_SAMPLE: '1' });

test('A service that is killed continues its audit log when it starts again', async () => {
  const settings = { ...env(), AUDIT_LOG: folder.path('audit.log') };
  for (let time = 0; time < 3; time += 1) {
    const service = await startProcess(build, settings);
    await service.ask('{ records { totalCount } }');
    await service.kill();
  }
  const service = await startProcess(build, settings);
  await service.stop();
  expect(await folder.verify('audit.log')).toMatchObject({ code: 0, errors: '' });
  const lines = await folder.lines('audit.log');
  const starts = lines.filter((line) => line['event.action'] === 'start');
  expect(starts).toHaveLength(4);
  expect(lines.at(-1)).toMatchObject({ 'event.action': 'stop' });
});

test('With AUDIT_LOG=stdout, the lines of the audit log are among those of the log, each whole', async () => {
  let output = '';
  const settings = { ...env(), AUDIT_LOG: 'stdout', LOG_LEVEL: 'trace' };
  const service = await startProcess(build, settings, (text) => {
    output += text;
  });
  const read = () => service.ask('{ records { totalCount } }');
  for (let time = 0; time < 50; time += 1) await Promise.all([read(), read(), read(), read()]);
  await service.stop();
  const lines = output.split('\n').filter(Boolean);
  const audited = lines.filter((line) => JSON.parse(line)['event.dataset'] === 'records.audit');
  await writeFile(folder.path('captured.log'), `${audited.join('\n')}\n`);
  expect(audited).toHaveLength(202);
  expect(await folder.verify('captured.log')).toMatchObject({ code: 0, errors: '' });
});
