import { expect } from '@jest/globals';
import { sql } from 'kysely';
import { send } from '../http.js';
import type { Service } from '../service.js';
import type { RandomSearch } from './random-search.js';
import type { Scan } from './scan.js';

type Row = { readonly id: number; readonly title: string; readonly uri: string };

const titlesOf = new WeakMap<Scan, ReadonlyMap<number, string>>();

async function readTitles(service: Service, scan: Scan): Promise<ReadonlyMap<number, string>> {
  const known = titlesOf.get(scan);
  if (known?.size === scan.records.length) return known;
  const { rows } = await sql<Row>`select id, title, uri from record`.execute(
    service.app.fork().writer,
  );
  const titles = new Map(rows.map(({ id, title, uri }) => [Number(id), `${title} ${uri}`]));
  titlesOf.set(scan, titles);
  return titles;
}

/** Exports what a search finds, and compares with the scan: each record once, in the order of the list. */
export async function checkExport(
  service: Service,
  scan: Scan,
  { filter, orderBy }: RandomSearch,
): Promise<void> {
  const titles = await readTitles(service, scan);
  const query = new URLSearchParams({ filter: JSON.stringify(filter), orderBy });
  const { statusCode, body } = await send(service.app, { url: `/v1/export?${query}` });
  const lines = body === '' ? [] : body.trimEnd().split('\n');
  expect(statusCode).toBe(200);
  expect(
    lines.map((line) => {
      const { title, uri, date } = JSON.parse(line);
      return `${date} ${title} ${uri}`;
    }),
  ).toEqual(
    scan
      .find(filter, orderBy)
      .map(({ id, time }) => `${new Date(time).toISOString()} ${titles.get(id)}`),
  );
}
