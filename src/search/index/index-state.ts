import { sql } from 'kysely';
import type { Statements } from '../../database/statements.js';
import { foldingVersion } from '../../text/fold-text.js';

/** The version of the encoding in `src/search/format`. An index of another one is built again. */
export const indexFormat = 1;

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
  /** The version of the folding of the indexed texts. */
  readonly folding: number;
  /** The number of records in the tail. */
  readonly tailRecords: number;
}

/** Reads the state of the index. One that this program cannot read counts as empty. */
export async function readIndexState(reader: Statements): Promise<IndexState> {
  const { blocks, indexedTo, lastId, revision, ...stored } = await readStoredState(reader);
  return isCurrent(stored)
    ? { blocks, indexedTo, lastId, revision }
    : { blocks: 0, indexedTo: 0, lastId, revision };
}

/** Whether this program can read an index of that format, and its texts are folded as here. */
export const isCurrent = ({ format, folding }: Pick<StoredState, 'format' | 'folding'>) =>
  format === indexFormat && folding === foldingVersion;

/** Reads the state of an index of any format. */
export async function readStoredState(reader: Statements): Promise<StoredState> {
  const { rows } = await sql<{ [Column in keyof StoredState]: number | string | null }>`
    select format, folding, blocks, indexed_to as indexedTo, tail_records as tailRecords,
      revision, (select max(id) from record) as lastId
    from search_state where id = 1`.execute(reader);
  const [row] = rows;
  if (row === undefined) throw new Error('The table search_state has no row.');
  return {
    format: Number(row.format),
    folding: Number(row.folding),
    blocks: Number(row.blocks),
    indexedTo: Number(row.indexedTo),
    tailRecords: Number(row.tailRecords),
    revision: Number(row.revision),
    lastId: Number(row.lastId ?? 0),
  };
}
