import { sql } from 'kysely';
import type { StoredInstant } from '../../../src/database/tables.js';
import { foldOracle, type OracleFilter } from '../search-oracle.js';
import type { Service } from '../service.js';

/** A stored record, with its folded texts as the database has them. */
export interface ScannedRecord {
  /** Its number in the order of the ids, from 0. */
  readonly place: number;
  readonly id: number;
  readonly title: string;
  readonly uri: string;
  readonly time: number;
  readonly siteId: number;
  readonly importId: number;
}

/** A filter as it is sent. */
export interface ScanFilter extends Omit<OracleFilter, 'and' | 'or' | 'not'> {
  readonly sites?: readonly string[] | null;
  readonly import?: string | null;
  readonly and?: readonly ScanFilter[] | null;
  readonly or?: readonly ScanFilter[] | null;
  readonly not?: ScanFilter | null;
}

interface StoredRow {
  readonly id: number;
  readonly title_folded: string;
  readonly uri_folded: string;
  readonly date: StoredInstant;
  readonly site_id: number;
  readonly import_id: number;
}

/** One for each record that satisfies a filter, and zero for each other one. */
type Matches = Uint8Array<ArrayBuffer>;

/**
 * All records of a service in memory, and a plain scan over them: it finds what a filter selects
 * without any index.
 */
export class Scan {
  readonly records: ScannedRecord[] = [];
  readonly hosts = new Map<number, string>();
  #texts = new Map<string, Matches>();
  #orders = new Map<string, readonly ScannedRecord[]>();
  readonly #service: Service;

  constructor(service: Service) {
    this.#service = service;
  }

  /** Reads the records that were stored since the last time. */
  async readNew(): Promise<void> {
    const { writer } = this.#service.app.fork();
    const last = this.records.at(-1)?.id ?? 0;
    const { rows } = await sql<StoredRow>`
      select id, title_folded, uri_folded, date, site_id, import_id from record
      where id > ${last} order by id`.execute(writer);
    for (const {
      id,
      title_folded: title,
      uri_folded: uri,
      date,
      site_id: siteId,
      import_id: importId,
    } of rows) {
      this.records.push({
        ...{ place: this.records.length, id: Number(id), title, uri, siteId: Number(siteId) },
        ...{ time: new Date(date).getTime(), importId: Number(importId) },
      });
    }
    const sites = await sql<{ id: number; host: string }>`select id, host from site`.execute(
      writer,
    );
    for (const { id, host } of sites.rows) this.hosts.set(Number(id), host);
    this.#texts = new Map();
    this.#orders = new Map();
  }

  /** The records that satisfy the filter, in the order. */
  find(filter: ScanFilter | null, orderBy: string): ScannedRecord[] {
    const matches = this.#matches(filter ?? {});
    return this.inOrder(orderBy).filter(({ place }) => matches[place]);
  }

  /** All records in the order. */
  inOrder(orderBy: string): readonly ScannedRecord[] {
    const sorted = this.#orders.get(orderBy) ?? this.records.toSorted(comparison(orderBy));
    this.#orders.set(orderBy, sorted);
    return sorted;
  }

  #matches({ date, title, uri, text, site, sites, and, or, not, ...rest }: ScanFilter): Matches {
    const parts: Matches[] = [];
    const bound = (
      limit: string | null | undefined,
      holds: (time: number, at: number) => boolean,
    ) => {
      if (limit == null) return;
      const at = Date.parse(limit);
      parts.push(this.#where(({ time }) => holds(time, at)));
    };
    bound(date?.gte, (time, at) => time >= at);
    bound(date?.gt, (time, at) => time > at);
    bound(date?.lte, (time, at) => time <= at);
    bound(date?.lt, (time, at) => time < at);
    for (const [column, given] of [
      ['title', title],
      ['uri', uri],
    ] as const) {
      const { contains, startsWith, equals } = given ?? {};
      if (contains != null) parts.push(this.#holding(column, foldOracle(contains)));
      // Line feeds are around each form of a text, and never within one.
      if (startsWith != null) {
        parts.push(this.#holding(column, `\n${foldOracle(startsWith).trimStart()}`));
      }
      if (equals != null) parts.push(this.#holding(column, `\n${foldOracle(equals).trim()}\n`));
    }
    if (text != null) {
      const folded = foldOracle(text);
      parts.push(
        either([this.#holding('title', folded), this.#holding('uri', folded)], this.#none()),
      );
    }
    if (site != null) parts.push(this.#where(({ siteId }) => this.hosts.get(siteId) === site));
    if (sites != null) {
      const hosts = new Set(sites);
      parts.push(this.#where(({ siteId }) => hosts.has(this.hosts.get(siteId) ?? '')));
    }
    if (rest.import != null) {
      parts.push(this.#where(({ importId }) => `${importId}` === rest.import));
    }
    if (or != null)
      parts.push(
        either(
          or.map((each) => this.#matches(each)),
          this.#none(),
        ),
      );
    if (not != null) parts.push(this.#matches(not).map((one) => 1 - one));
    for (const each of and ?? []) parts.push(this.#matches(each));
    return parts.reduce((all, part) => all.map((one, at) => one & (part[at] ?? 0)), this.#all());
  }

  #holding(column: 'title' | 'uri', text: string): Matches {
    const key = `${column}:${text}`;
    const found = this.#texts.get(key) ?? this.#where((record) => record[column].includes(text));
    this.#texts.set(key, found);
    return found;
  }

  #where(holds: (record: ScannedRecord) => boolean): Matches {
    return Uint8Array.from(this.records, (record) => (holds(record) ? 1 : 0));
  }

  #none = () => new Uint8Array(this.records.length);
  #all = () => this.#none().fill(1);
}

/** How two records compare in an order. */
export function comparison(orderBy: string): (a: ScannedRecord, b: ScannedRecord) => number {
  const direction = orderBy.endsWith('DESC') ? -1 : 1;
  const key = ({ id, time }: ScannedRecord) => (orderBy.startsWith('DATE') ? time : id);
  return (a, b) => direction * (key(a) - key(b) || a.id - b.id);
}

const either = (parts: readonly Matches[], none: Matches): Matches =>
  parts.reduce((all, part) => all.map((one, at) => one | (part[at] ?? 0)), none);
