import { sql } from 'kysely';
import { engineUnderTest, type Service } from './service.js';

/** Has each look at the records of a service take a tenth of a second and more. */
export async function slowRecords(service: Service): Promise<void> {
  const { writer } = service.app.fork();
  await sql`alter table record rename to stored_record`.execute(writer);
  const slow =
    engineUnderTest === 'SQLite'
      ? sql`0 < (with recursive counted(n) as
          (select 1 union all select n + 1 from counted where n < 500000) select max(n) from counted)`
      : sql`sleep(0.1) = 0`;
  await sql`create view record as select * from stored_record where ${slow}`.execute(writer);
}
