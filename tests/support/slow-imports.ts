import { sql } from 'kysely';
import type { Service } from './service.js';

/** Has each look at the imports of a service on SQLite take a tenth of a second and more. */
export async function slowImports(service: Service): Promise<void> {
  const { writer } = service.app.fork();
  await sql`alter table import rename to stored_import`.execute(writer);
  await sql`create view import as select * from stored_import where 0 < (
    with recursive counted(n) as (select 1 union all select n + 1 from counted where n < 500000)
    select max(n) from counted)`.execute(writer);
  await sql`insert into stored_import
    (caller, received, inserted, duplicates, rejected, started_at)
    values ('', 0, 0, 0, 0, 0)`.execute(writer);
}
