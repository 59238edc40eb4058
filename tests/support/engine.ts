import { sql } from 'kysely';
import type { Database } from '../../src/database/database.js';
import type { ConnectOptions, Engine } from '../../src/database/engine.js';
import { engineForUrl } from '../../src/database/engine-for-url.js';
import { insertIgnore } from '../../src/database/insert-ignore.js';
import { type OpenDatabase, openDatabase } from '../../src/database/open-database.js';
import { createDatabaseOn } from './servers/engines.js';
import { engineUnderTest } from './service.js';
import { createStatementLog } from './statement-log.js';

/** The engine under test, on a migrated database of its own, without a service. */
export interface TestEngine {
  readonly url: string;
  readonly engine: Engine;
  /** The SQL statements that were run since the last look. */
  statements(): string[];
  /** The access of one request, as the service gives it to its features. */
  fork(): Database;
  /** Opens the same database once more, as another process would. */
  openAgain(options?: ConnectOptions): Promise<OpenDatabase>;
  stop(): Promise<void>;
}

/** Opens the engine under test. */
export async function openTestEngine(): Promise<TestEngine> {
  const { url, drop } = await createDatabaseOn(engineUnderTest);
  const statementLog = createStatementLog();
  const opened: OpenDatabase[] = [];
  const openAgain = async (options: ConnectOptions = {}) => {
    const database = await openDatabase(await engineForUrl(url, options), { waitSeconds: 0 });
    opened.push(database);
    return database;
  };
  const engine = await engineForUrl(url);
  const orm = await engine.connect();
  await engine.migrate(orm);
  await orm.close(true);
  const first = await openAgain({ onStatement: statementLog.onStatement });
  return {
    url,
    engine: first.engine,
    statements: statementLog.take,
    fork: first.fork,
    openAgain,
    async stop() {
      await Promise.all(opened.map((each) => each.close()));
      await drop();
      statementLog.close();
    },
  };
}

/** Reads rows by a statement of `sql`. */
export async function readRows<Row>(
  { reader }: Pick<Database, 'reader'>,
  statement: ReturnType<typeof sql>,
): Promise<Row[]> {
  const { rows } = await statement.execute(reader);
  return rows.map((row) => ({ ...(row as Row) }));
}

/** A record to insert; what is left out has some value. */
export interface NewRecord {
  readonly text?: string;
  readonly date?: Date;
}

/** Inserts records by the features' own function, with a site and an import. Returns their ids, in order. */
export async function insertRecords(
  database: Database,
  records: readonly NewRecord[],
): Promise<number[]> {
  const { engine } = database;
  const siteId = await insertSite(database, 'conformance.example');
  const { lastId: importId } = await insertIgnore(database, {
    table: 'import',
    uniqueColumns: ['id'],
    columns: ['received', 'inserted', 'duplicates', 'rejected', 'started_at'],
    rows: [[0, 0, 0, 0, engine.storedInstant(new Date())]],
  });
  const [last] = await readRows<{ id: number | null }>(
    database,
    sql`select max(id) as id from record`,
  );
  const lastId = Number(last?.id ?? 0);
  await insertIgnore(database, {
    table: 'record',
    uniqueColumns: ['fingerprint'],
    columns: [
      ...(['title', 'uri', 'date', 'site_id', 'import_id'] as const),
      ...(['fingerprint', 'title_folded', 'uri_folded'] as const),
    ],
    rows: records.map(({ text = 'title', date = new Date(0) }, at) => [
      ...[text.slice(0, 255), 'https://conformance.example/', engine.storedInstant(date)],
      ...[siteId, importId, fingerprint(lastId + at), `\n${text}\n`, '\nuri\n'],
    ]),
  });
  const rows = await readRows<{ id: number }>(
    database,
    sql`select id from record where id > ${lastId} order by id`,
  );
  return rows.map(({ id }) => id);
}

/** Inserts a site, unless it is stored already, and returns its id. */
export async function insertSite(database: Database, host: string): Promise<number> {
  await insertIgnore(database, {
    table: 'site',
    uniqueColumns: ['host'],
    columns: ['host'],
    rows: [[host]],
  });
  const [site] = await readRows<{ id: number }>(
    database,
    sql`select id from site where host = ${host}`,
  );
  return site?.id ?? 0;
}

/** 16 bytes of which some are hard to carry: zeros, quotes, backslashes and what is not UTF-8. */
export function fingerprint(number: number): Buffer {
  const bytes = Buffer.from([
    0x00, 0x27, 0x5c, 0xff, 0xfe, 0x80, 0x0a, 0x1a, 0, 0, 0, 0, 0, 0, 0, 0,
  ]);
  bytes.writeUInt32BE(number, 8);
  return bytes;
}
