import { sql } from 'kysely';
import type { Statements } from '../../src/database/statements.js';

/** Has each look at the records of a service on SQLite take a tenth of a second and more. */
export async function slowRecords(writer: Statements): Promise<void> {
  await sql`alter table record rename to stored_record`.execute(writer);
  await sql`create view record as select * from stored_record where 0 < (
    with recursive counted(n) as (select 1 union all select n + 1 from counted where n < 500000)
    select max(n) from counted)`.execute(writer);
}
