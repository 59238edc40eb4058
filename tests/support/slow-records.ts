import { sql } from 'kysely';
import { engineUnderTest, type Service } from './service.js';

/** Has each look at the records of a service take a tenth of a second and more. */
export function slowRecords(service: Service): Promise<void> {
  return slowTable(service, 'record');
}

/**
 * Has each look at a table take longer.
 *
 * @param seconds for each row, on a server; on SQLite, a tenth for each statement
 */
export async function slowTable(service: Service, table: string, seconds = 0.1): Promise<void> {
  const { writer } = service.app.fork();
  const stored = sql.table(`stored_${table}`);
  await sql`alter table ${sql.table(table)} rename to ${stored}`.execute(writer);
  const slow =
    engineUnderTest === 'SQLite'
      ? sql`0 < (with recursive counted(n) as
          (select 1 union all select n + 1 from counted where n < 500000) select max(n) from counted)`
      : sql`sleep(${sql.lit(seconds)}) = 0`;
  await sql`create view ${sql.table(table)} as select * from ${stored} where ${slow}`.execute(
    writer,
  );
}
