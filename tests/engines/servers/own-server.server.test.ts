import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { type OwnServer, startOwnServer } from '../../support/own-server.js';

describe('a database server of one test', () => {
  let server: OwnServer;
  let database: string;
  beforeAll(async () => {
    server = await startOwnServer();
    database = await server.createDatabase();
    await run('CREATE TABLE kept (id INT) ENGINE = InnoDB');
  }, 60_000);
  afterAll(() => server.stop());

  const run = async (statement: string): Promise<unknown> => {
    const uri = server.url(database, 'mysql');
    const connection = await createConnection({ uri, connectTimeout: 500 });
    try {
      const [rows] = await connection.query<RowDataPacket[]>({ sql: statement, timeout: 1_000 });
      return rows;
    } finally {
      connection.destroy();
    }
  };

  test('preserves what was committed when it is killed and restarted', async () => {
    await run('INSERT INTO kept VALUES (1)');
    await server.kill();
    await expect(run('SELECT id FROM kept')).rejects.toThrow('ECONNREFUSED');
    await server.restart();
    expect(await run('SELECT id FROM kept')).toEqual([{ id: 1 }]);
  });

  test('does not respond while it is frozen', async () => {
    await server.freeze();
    await expect(run('SELECT 1')).rejects.toThrow('ETIMEDOUT');
    await server.thaw();
    expect(await run('SELECT 1 AS answer')).toEqual([{ answer: 1 }]);
  });

  test('rejects writes with error 1290 while it is read-only', async () => {
    await server.administer('SET GLOBAL read_only = ON');
    await expect(run('INSERT INTO kept VALUES (2)')).rejects.toMatchObject({ errno: 1290 });
    await server.administer('SET GLOBAL read_only = OFF');
    await run('INSERT INTO kept VALUES (2)');
  });

  test('reports why it did not start', async () => {
    await expect(startOwnServer(['--no-such-option'])).rejects.toThrow(
      /(?:mariadbd|mysqld|docker) failed \(exit \d+\)[\s\S]*no-such-option/,
    );
  });
});
