import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { createConnection } from 'mysql2/promise';
import { createDatabaseOn, type TestDatabase } from '../support/servers/engines.js';
import { engineUnderTest } from '../support/service.js';

let one: TestDatabase;
let other: TestDatabase;
beforeEach(async () => {
  one = await createDatabaseOn(engineUnderTest);
  other = await createDatabaseOn(engineUnderTest);
});
afterEach(() => Promise.all([one.drop(), other.drop()]));

test('each test gets an empty database of its own, whose URL names the driver', () => {
  expect(one.url).not.toBe(other.url);
  const schemes = { SQLite: 'sqlite:', 'MariaDB by MariaDbDriver': 'mariadb:' };
  const scheme = schemes[engineUnderTest as keyof typeof schemes] ?? 'mysql:';
  expect(new URL(one.url).protocol).toBe(scheme);
});

if (engineUnderTest !== 'SQLite') {
  test('a test database has the usual character set and strict mode, and a user without access to other databases', async () => {
    const connection = await createConnection(one.url.replace(/^\w+/, 'mysql'));
    const [rows] = await connection.query(
      `SELECT @@sql_mode LIKE '%STRICT_TRANS_TABLES%' AS strict, @@character_set_database AS charset,
        version() LIKE '%MariaDB%' AS mariadb`,
    );
    const mariadb = engineUnderTest === 'MySQL' ? 0 : 1;
    expect(rows).toEqual([{ strict: 1, charset: 'utf8mb4', mariadb }]);
    await expect(connection.query('SELECT * FROM mysql.user')).rejects.toThrow(/denied/);
    await connection.end();
  });
}
