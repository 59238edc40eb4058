import { appendFile, cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  jest,
  test,
} from '@jest/globals';
import { computeBuildId } from '../../src/redis/build-id.js';
import { type Build, copyBuild } from '../support/build.js';
import { startProcess } from '../support/server-process.js';
import { describeWithServers } from '../support/servers/engines.js';
import { type RedisServer, startRedis } from '../support/servers/redis.js';
import { migratedDatabase } from '../support/service.js';
import { until } from '../support/until.js';

// The service is compiled, and processes start.
jest.setTimeout(60_000);

describe('the id of a build', () => {
  let folder: string;
  const nameOf = (path: string) => computeBuildId(join(path, 'dist'), join(path, 'package.json'));
  const write = (name: string, text: string) => writeFile(join(folder, name), text);
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'records-name-'));
    await cp(new URL('../../src/cache', import.meta.url), join(folder, 'dist/cache'), {
      recursive: true,
    });
    await write('dist/main.js', 'start();\nend();\n');
    await write('package.json', '{ "version": "1.0.0", "dependencies": { "b": "1", "a": "2" } }');
  });
  afterEach(() => rm(folder, { recursive: true }));

  test('is the same in another folder, with other line endings, and next to other files', async () => {
    const name = nameOf(folder);
    expect(name).toMatch(/^[\w-]{16}$/);
    const copy = await mkdtemp(join(tmpdir(), 'records-copy-'));
    await cp(folder, copy, { recursive: true });
    await writeFile(join(copy, 'dist/main.js'), 'start();\r\nend();\r\n');
    await writeFile(join(copy, 'dist/main.js.map'), '{}');
    await writeFile(
      join(copy, 'package.json'),
      '{ "name": "x", "version": "1.0.1",\r\n "dependencies": { "a": "2", "b": "1" } }',
    );
    expect(nameOf(copy)).toBe(name);
    await rm(copy, { recursive: true });
  });

  test.each<[string, () => Promise<void>]>([
    ['a changed file', () => write('dist/main.js', 'start();\nEnd();\n')],
    ['one more file', () => write('dist/cache/more.js', '')],
    [
      'a file under another name',
      () => cp(join(folder, 'dist/main.js'), join(folder, 'dist/cli.js')),
    ],
    [
      'another version of a package',
      () => write('package.json', '{ "dependencies": { "b": "1", "a": "3" } }'),
    ],
  ])('changes with %s', async (_, change) => {
    const name = nameOf(folder);
    await change();
    expect(nameOf(folder)).not.toBe(name);
  });
});

describeWithServers('two builds that use one Redis', () => {
  let redis: RedisServer;
  let build: Build;
  let copies: string;
  beforeAll(async () => {
    [redis, build] = await Promise.all([startRedis(), copyBuild()]);
    copies = await mkdtemp(join(tmpdir(), 'records-builds-'));
  });
  afterAll(async () => {
    await rm(copies, { recursive: true });
    await build.remove();
    await redis.stop();
  });

  const query = '{ records { totalCount } }';
  const names = async () =>
    [...(await redis.command('KEYS *')).matchAll(/records:[\w-]{16}/g)].map(String);

  test('share responses if their code is the same, and none if one character differs', async () => {
    const database = await migratedDatabase();
    const env = { DATABASE_URL: database.url, REDIS_URL: redis.url, LOG_LEVEL: 'info' };
    const seen: string[][] = [];
    for (const change of ['', '', ' // Changed.\n']) {
      const folder = join(copies, `${seen.length}`);
      await cp(build.folder, folder, { recursive: true, verbatimSymlinks: true });
      await appendFile(join(folder, 'dist/search/condition.js'), change);
      const server = await startProcess({ folder, remove: async () => {} }, env);
      // The connection is made in the background; what was made before is not shared.
      await until('it shares what it has made, or finds it', async () => {
        await server.ask(query, { n: Math.random() });
        return new Set(await names()).size > (change === '' ? 0 : 1);
      });
      await server.kill();
      seen.push([...new Set(await names())]);
    }
    const [first, second, third] = seen;
    expect([first?.length, second, third?.length]).toEqual([1, first, 2]);
    await database.drop();
  });
});
