import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { openSigner } from '../../src/audit/anchor.js';
import type { AuditEvent } from '../../src/audit/audit-event.js';
import { chainStart } from '../../src/audit/chain.js';
import { ChainedAuditLog } from '../../src/audit/chained-audit-log.js';
import { type AuditFolder, auditFolder } from '../support/audited.js';

let folder: AuditFolder;
beforeEach(async () => {
  folder = await auditFolder();
  await folder.makeKey('audit');
  jest.useFakeTimers({ doNotFake: ['setImmediate', 'performance'] });
});
afterEach(async () => {
  jest.useRealTimers();
  await folder.remove();
});

const refusal: AuditEvent = { action: 'refusal', outcome: 'failure' };

/** A log in memory, which may be told to fail. */
async function logInMemory() {
  let text = '';
  let isFull = false;
  const log = new ChainedAuditLog({
    end: chainStart,
    readSample: 0,
    signAnchor: await openSigner(folder.path('audit.key')),
    logger: { error: () => {}, info: () => {} },
    sink: {
      async write(given) {
        if (isFull) throw new Error('No space left.');
        text += given;
        return given.length;
      },
      async sync() {},
      async close() {},
    },
  });
  return {
    log,
    lines: () =>
      text
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line)),
    actions: () =>
      text
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line)['event.action']),
    fill(full: boolean) {
      isFull = full;
    },
  };
}

test('An anchor follows the first line that is not signed within 60 seconds, and none while nothing happens', async () => {
  const { log, actions } = await logInMemory();
  log.record(refusal);
  await jest.advanceTimersByTimeAsync(59_000);
  log.record(refusal);
  await jest.advanceTimersByTimeAsync(1_000);
  await jest.advanceTimersByTimeAsync(600_000);
  await log.close();
  expect(actions()).toEqual(['refusal', 'refusal', 'anchor']);
});

test('Refusals that no longer fit into memory are counted, and imports are never among them', async () => {
  const { log, lines, fill } = await logInMemory();
  fill(true);
  for (let count = 0; count < 40_000; count += 1) log.record(refusal);
  expect(() => log.checkWritable()).toThrow('cannot be written at the moment');
  log.record({ action: 'import', outcome: 'success' });
  fill(false);
  await log.close();
  const written = lines();
  expect(written.at(-3)).toMatchObject({ 'event.action': 'import' });
  const { 'records.lost': lost } = written.at(-2);
  expect(lost).toBeGreaterThan(0);
  expect(written.filter((line) => line['event.action'] === 'refusal')).toHaveLength(40_000 - lost);
});
