import { expect, test } from '@jest/globals';
import { createConnection } from 'mysql2/promise';
import {
  describeOnEngines,
  describeWithServers,
  sharedRedisUrl,
} from '../support/servers/engines.js';

describeOnEngines('an empty database', (createDatabase, engine) => {
  test('is made for each test, with an address that says the driver', async () => {
    const [one, other] = await Promise.all([createDatabase(), createDatabase()]);
    expect(one.url).not.toBe(other.url);
    const scheme =
      { SQLite: 'sqlite:', 'MariaDB by MariaDbDriver': 'mariadb:' }[engine] ?? 'mysql:';
    expect(new URL(one.url).protocol).toBe(scheme);
    await Promise.all([one.drop(), other.drop()]);
  });

  if (engine !== 'SQLite') {
    test('has the character set and the strictness of a user, and a user who owns nothing else', async () => {
      const database = await createDatabase();
      const connection = await createConnection(database.url.replace(/^\w+/, 'mysql'));
      const [rows] = await connection.query(
        `SELECT @@sql_mode LIKE '%STRICT_TRANS_TABLES%' AS strict, @@character_set_database AS charset`,
      );
      expect(rows).toEqual([{ strict: 1, charset: 'utf8mb4' }]);
      await expect(connection.query('SELECT * FROM mysql.user')).rejects.toThrow(/denied/);
      await connection.end();
      await database.drop();
    });
  }
});

describeWithServers('the Redis of the run', () => {
  test('is on this machine alone', () => {
    expect(sharedRedisUrl()).toMatch(/^redis:\/\/127\.0\.0\.1:\d+$/);
  });
});
