import { sql } from 'kysely';
import type { StoredInstant } from '../../database/tables.js';

/** A record as it is stored. */
export interface RecordRow {
  readonly id: number;
  readonly title: string;
  readonly uri: string;
  readonly date: Date;
  readonly siteId: number;
  readonly importId: number;
}

/** The columns to select for {@link toRecordRow}. */
export const recordColumns = sql`record.id, record.title, record.uri, record.date,
  record.site_id, record.import_id`;

/** The {@link recordColumns} as the driver returns them. */
export interface StoredRecordRow {
  readonly id: number;
  readonly title: string;
  readonly uri: string;
  readonly date: StoredInstant;
  readonly site_id: number;
  readonly import_id: number;
}

/** Converts the {@link recordColumns} of a row. */
export function toRecordRow(row: StoredRecordRow): RecordRow {
  const { id, title, uri, date, site_id, import_id } = row;
  return { id, title, uri, date: new Date(date), siteId: site_id, importId: import_id };
}
