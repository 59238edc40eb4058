import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type DoctorFolder, doctorFolder } from '../../support/doctor.js';
import { migrate } from '../../support/service.js';

let folder: DoctorFolder;
beforeEach(async () => {
  folder = await doctorFolder();
});
afterEach(() => folder.remove());

const safe = { AUTH: 'off' };

describe('records doctor finds', () => {
  test('all settings that are faulty, and goes on with the others', async () => {
    const bad = await folder.complaints({
      PORT: 'x',
      CACHE_MEGABYTES: '-1',
      PERSISTED_MANIFESTS: folder.path('none.json'),
    });
    expect(bad).toEqual([
      'fault    PORT is "x"; it must be a whole number from 0 to 65535.',
      'fault    CACHE_MEGABYTES is "-1"; it must be a whole number from 0 to 4096.',
      expect.stringMatching(/^warning {2}For production: AUTH is not set\./),
      expect.stringMatching(/^fault {4}.*none\.json/),
    ]);
  });

  test('what is unsafe in production', async () => {
    const env = { NODE_ENV: 'production', REDIS_URL: 'redis://192.0.2.1:1' };
    const [auth, redis, ...others] = await folder.complaints(env);
    expect(auth).toMatch(/^fault {4}AUTH is not set\./);
    expect(redis).toMatch(
      /^fault {4}REDIS_URL is "redis:\/\/192\.0\.2\.1:1", which is not encrypted\./,
    );
    expect(others).toEqual([expect.stringMatching(/^fault {4}Redis at .* cannot be used/)]);
  });

  test('the same as a warning elsewhere', async () => {
    expect(await folder.complaints({})).toEqual([
      expect.stringMatching(/^warning {2}For production: AUTH is not set\./),
    ]);
  });

  test('that nobody can do anything', async () => {
    expect(await folder.complaints({ AUTH: 'on', AUDIT_LOG: 'stdout' })).toEqual([
      'warning  AUTH is on without AUTH_ISSUERS and AUTH_TOKENS, so nobody can do anything. Set one of them.',
    ]);
  });

  test.each([
    [
      'is not a database',
      () => writeFile(folder.path('records.db'), 'not a database'),
      /cannot be used \(/,
      '',
    ],
    [
      'cannot be reached',
      async () => {},
      /cannot be used \(.*ECONNREFUSED/,
      'mysql://u:secret@127.0.0.1:1/x',
    ],
  ])('a database that %s', async (_what, spoil, message, url) => {
    await spoil();
    const bad = await folder.complaints({ ...safe, ...(url && { DATABASE_URL: url }) });
    expect(bad).toEqual([expect.stringMatching(message)]);
    expect(bad[0]).toMatch(/^fault /);
    expect(bad[0]).not.toContain('secret');
  });

  test('a search index that another version has built', async () => {
    const file = folder.path('records.db');
    await migrate(`sqlite:${file}`);
    const database = new DatabaseSync(file);
    database.exec('update search_state set format = 9');
    database.close();
    expect(await folder.complaints(safe)).toEqual([
      'warning  The search index of the database does not contain all records, so searches are slow. It is completed when the service starts.',
    ]);
  });

  test('nothing wrong with a database that is up to date', async () => {
    await migrate(`sqlite:${folder.path('records.db')}`);
    const { lines } = await folder.doctor(safe);
    expect(lines).toContain(
      `ok       The database sqlite:records.db responds, and its schema is up to date.`,
    );
  });

  test('a Redis that cannot be reached', async () => {
    const [bad] = await folder.complaints({ ...safe, REDIS_URL: 'redis://:secret@127.0.0.1:1' });
    expect(bad).toMatch(
      /^fault {4}Redis at redis:\/\/.*127\.0\.0\.1:1 cannot be used \(.*ECONNREFUSED.*\)\. Correct REDIS_URL, or start Redis\.$/,
    );
    expect(bad).not.toContain('secret');
  });

  test('a manifest that is faulty', async () => {
    await writeFile(folder.path('bad.json'), '{"format":"x"}');
    const [bad] = await folder.complaints({
      ...safe,
      PERSISTED_MANIFESTS: folder.path('bad.json'),
    });
    expect(bad).toMatch(/^fault {4}.*bad\.json/);
  });

  test('a proxy network that has everybody in it', async () => {
    expect(await folder.complaints({ ...safe, TRUSTED_PROXIES: '10.0.0.0/8, 0.0.0.0/0' })).toEqual([
      'fault    TRUSTED_PROXIES has 0.0.0.0/0, so every client can claim any address. Name the networks of your proxies.',
    ]);
  });

  test('a proxy that is not trusted', async () => {
    const env = { ...safe, HOST: '0.0.0.0', PUBLIC_URL: 'https://records.example.com' };
    expect(await folder.complaints(env)).toEqual([
      expect.stringMatching(/^warning {2}PUBLIC_URL is https, /),
    ]);
  });

  test('a port that is in use', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    expect(await folder.complaints({ ...safe, PORT: `${port}` })).toEqual([
      expect.stringMatching(/^warning {2}Port \d+ on 127\.0\.0\.1 is in use/),
    ]);
    await new Promise((resolve) => server.close(resolve));
  });

  test('an address that is not of this machine', async () => {
    expect(await folder.complaints({ ...safe, HOST: '192.0.2.1' })).toEqual([
      expect.stringMatching(/^fault {4}The service cannot listen on port 0 of 192\.0\.2\.1/),
    ]);
  });

  test.each([
    [
      'in a folder that does not exist',
      { AUDIT_LOG: 'none/audit.log' },
      /^fault {4}The audit log cannot be kept: .*ENOENT/,
    ],
    [
      'without its key',
      { AUDIT_LOG: 'stdout', AUDIT_KEY_FILE: 'none.key' },
      /^fault {4}The audit log cannot be kept: The key none\.key cannot be read/,
    ],
    [
      'that is a key alone',
      { AUDIT_KEY_FILE: 'none.key' },
      /^warning {2}AUDIT_KEY_FILE is set without AUDIT_LOG/,
    ],
  ])('an audit log %s', async (_what, env: Record<string, string>, message) => {
    const given = Object.entries(env).map(([name, file]) => [
      name,
      file === 'stdout' ? file : folder.path(file),
    ]);
    expect(await folder.complaints({ ...safe, ...Object.fromEntries(given) })).toEqual([
      expect.stringMatching(message),
    ]);
  });
});
