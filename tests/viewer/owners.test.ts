import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { measureRejections, readRejections } from '../../src/imports/store/rejection-repository.js';
import { commandLine, everyone, ownerOf, type Viewer } from '../../src/viewer/viewer.js';
import { type Service, startService } from '../support/service.js';
import { viewer } from '../support/viewers.js';

let service: Service;
beforeAll(async () => {
  service = await startService();
  await service.importItems([{ title: 'rejected' }]);
});
afterAll(() => service.stop());

// Whoever selects rejections has found their import before, so no request shows that this holds as well.
test.each([
  ['anonymous', 1],
  ['user:test:ada', 0],
  [undefined, 1],
])('SQL finds the rejections of an import for its owner alone: %s', async (owner, count) => {
  const database = service.app.fork();
  const range = { first: 10, owner };
  expect(await readRejections(database, 1, range)).toHaveLength(count);
  expect(await measureRejections(database, 1, range)).toMatchObject({ count });
});

test('No two viewers have the same owner, however their names are written', () => {
  const long = 'x'.repeat(300);
  const all: Viewer[] = [
    everyone,
    commandLine,
    viewer('anonymous'),
    viewer('command line'),
    viewer('ada'),
    viewer('Ada'),
    viewer('ada '),
    viewer('test:ada'),
    viewer('é'),
    viewer('e\u0301'),
    viewer(long),
    viewer(`${long}x`),
    { ...viewer('ada'), issuer: 'token' } as Viewer,
  ];
  const owners = all.map(ownerOf);
  expect(new Set(owners).size).toBe(all.length);
  for (const owner of owners) expect(Buffer.byteLength(owner)).toBeLessThanOrEqual(255);
});
