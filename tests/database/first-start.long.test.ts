import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { item, startService } from '../support/service.js';

test('services that start at the same time on a new database create its tables together', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'records-first-'));
  const env = { DATABASE_URL: `sqlite:${join(folder, 'records.db')}` };
  const services = await Promise.all(Array.from({ length: 5 }, () => startService(env)));
  const counts = await Promise.all(services.map((service) => service.importItems([item()])));
  expect(counts.map(({ inserted }) => inserted).sort()).toEqual([0, 0, 0, 0, 1]);
  await Promise.all(services.map((service) => service.stop()));
  await rm(folder, { recursive: true });
}, 20_000);
