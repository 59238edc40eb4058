import { sql } from 'kysely';
import type { Statements } from '../../database/statements.js';
import { foldingVersion } from '../../text/fold-text.js';

/** The version of the encoding in `src/search/format`. An index of another one is built again. */
export const indexFormat = 1;

/**
 * The column that counts the records of the tail. Every import that stores a record writes it, and it is
 * named after the version of the folding: so a program of another version cannot import, as its records
 * would not be found (ADR 12).
 */
export const tailColumn = sql.ref(`tail_folding_${foldingVersion}`);

/** Counts fewer records in the tail: those of older programs were not counted, and it is not negative. */
export const lowerTail = (records: number) =>
  sql`${tailColumn} = case when ${tailColumn} > ${records} then ${tailColumn} - ${records} else 0 end`;

/** How far the records are indexed, at one moment. */
export interface IndexState {
  /** The number of blocks, which are numbered from 0. */
  readonly blocks: number;
  /** The id of the last record in the last block; 0 if there is none. The records after it are the tail. */
  readonly indexedTo: number;
  /** The id of the last record; 0 if there is none. */
  readonly lastId: number;
  /** Another one whenever what was indexed has changed; blocks that are added do not change it. */
  readonly revision: number;
}

/** The index as it is stored. */
export interface StoredState extends IndexState {
  readonly format: number;
}

/** Reads the state of the index. One of another format counts as empty. */
export async function readIndexState(reader: Statements): Promise<IndexState> {
  const { format, ...state } = await readStoredState(reader);
  return format === indexFormat ? state : { ...state, blocks: 0, indexedTo: 0 };
}

/** Reads the state of an index of any format. */
export async function readStoredState(reader: Statements): Promise<StoredState> {
  const { rows } = await sql<{ [Column in keyof StoredState]: number | string | null }>`
    select format, blocks, indexed_to as indexedTo, revision,
      (select max(id) from record) as lastId
    from search_state where id = 1`.execute(reader);
  const [row] = rows;
  if (row === undefined) throw new Error('The table search_state has no row.');
  return {
    format: Number(row.format),
    blocks: Number(row.blocks),
    indexedTo: Number(row.indexedTo),
    revision: Number(row.revision),
    lastId: Number(row.lastId ?? 0),
  };
}
