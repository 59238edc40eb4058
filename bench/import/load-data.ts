import { Readable } from 'node:stream';
import { createConnection } from 'mysql2/promise';
import type { NormalisedRow } from './normalised-rows.ts';

/** A table to load into: the service's own, or one like that of the service before it. */
export type TableName = 'record' | 'old service';

interface Table {
  readonly definition: string;
  /** The target of the statement, its columns, and how the fingerprint is read. */
  readonly into: string;
  readonly line: (row: NormalisedRow) => readonly (string | number)[];
}

const options = 'engine = innodb default character set utf8mb4 collate utf8mb4_bin';
const instant = (date: Date) => date.toISOString().slice(0, 23).replace('T', ' ');

const tables: Readonly<Record<TableName, Table>> = {
  record: {
    definition: `create table record (
      id bigint unsigned not null auto_increment primary key,
      title varchar(255) not null,
      uri varchar(2048) character set ascii collate ascii_bin not null,
      date datetime(3) not null,
      site_id bigint unsigned not null,
      import_id bigint unsigned not null,
      fingerprint binary(16) not null,
      title_folded text not null,
      uri_folded mediumtext not null,
      unique index record_fingerprint_unique (fingerprint),
      index record_date_index (date, id),
      index record_site_date_index (site_id, date, id),
      index record_import_index (import_id)) ${options}`,
    into: `record character set utf8mb4 (title, uri, date, site_id, import_id, @fingerprint,
      title_folded, uri_folded) set fingerprint = unhex(@fingerprint)`,
    line: ({ title, uri, date, siteId, fingerprint, titleFolded, uriFolded }) => [
      title,
      uri,
      instant(date),
      siteId,
      1,
      fingerprint.toString('hex'),
      titleFolded,
      uriFolded,
    ],
  },
  'old service': {
    definition: `create table old (
      id bigint unsigned not null auto_increment primary key,
      title varchar(255) not null,
      uri varchar(2048) character set ascii collate ascii_bin not null,
      date datetime not null,
      fingerprint binary(16) not null,
      unique index old_fingerprint_unique (fingerprint),
      index old_date_index (date, id)) ${options}`,
    into: `old character set utf8mb4 (title, uri, date, @fingerprint)
      set fingerprint = unhex(@fingerprint)`,
    line: ({ title, uri, date, fingerprint }) => [
      title,
      uri,
      instant(date),
      fingerprint.toString('hex'),
    ],
  },
};

const escaped = (value: string | number) =>
  String(value).replace(
    /[\\\t\n]/g,
    (found) => ({ '\\': '\\\\', '\t': '\\t', '\n': '\\n' })[found] ?? '',
  );

/** Loads rows by `LOAD DATA LOCAL` into a new table, and returns how many a second. */
export async function loadData(
  adminUrl: string,
  database: string,
  rows: readonly NormalisedRow[],
  name: TableName,
): Promise<number> {
  const { definition, into, line } = tables[name];
  const text = Buffer.from(rows.map((row) => `${line(row).map(escaped).join('\t')}\n`).join(''));
  const connection = await createConnection({
    uri: `${adminUrl}/${database}`,
    flags: ['LOCAL_FILES'],
    infileStreamFactory: () => Readable.from(inParts(text)),
  });
  try {
    await connection.query(definition);
    const started = performance.now();
    await connection.query(`load data local infile 'rows' into table ${into}`);
    return (rows.length / (performance.now() - started)) * 1000;
  } finally {
    await connection.end();
  }
}

function* inParts(text: Buffer) {
  for (let from = 0; from < text.length; from += 1 << 16)
    yield text.subarray(from, from + (1 << 16));
}
