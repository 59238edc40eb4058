import { sql } from 'kysely';
import { readCsv } from './csv.js';
import { send } from './http.js';
import { type Item, item, type Service } from './service.js';

/** The items of an export, as a program reads them. */
export const readers: Readonly<Record<string, (text: string) => Item[]>> = {
  ndjson: (text) =>
    text
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line)),
  csv: readCsv,
  json: (text) => JSON.parse(text),
};

/** Exports with these parameters over HTTP, and reads what came. */
export async function exported(service: Service, query = ''): Promise<Item[]> {
  const answer = await send(service.app, { url: `/v1/export?${query}` });
  if (answer.statusCode !== 200) throw new Error(answer.body);
  const { format = 'ndjson' } = Object.fromEntries(new URLSearchParams(query));
  return readers[format]?.(answer.body) ?? [];
}

/** How long a uri of {@link fillWithLongRecords} is, about. */
const uriLength = 2000;

/**
 * Stores many long records at once, past the service, in a SQLite database. An export of 500 of them
 * has a megabyte.
 */
export async function fillWithLongRecords(service: Service, count: number): Promise<void> {
  await service.importItems([item({ title: 'The first', date: '1999-01-01' })]);
  await sql`insert into record
    (title, uri, date, site_id, import_id, fingerprint, title_folded, uri_folded)
    with recursive number (n) as (select 1 union all select n + 1 from number where n < ${count})
    select 'Number ' || n, 'https://www.example.com/' || n || '/' || ${'x'.repeat(uriLength)},
      1000000000000 + n / 3, 1, 1, randomblob(16), '', '' from number`.execute(
    service.app.fork().writer,
  );
}
