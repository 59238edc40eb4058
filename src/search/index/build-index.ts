import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { lockData } from '../../database/data-version-row.js';
import type { Database } from '../../database/database.js';
import { retryTransaction } from '../../database/retry-transaction.js';
import { recordsPerBlock } from '../format/block-limits.js';
import { addBlocks } from './add-blocks.js';
import { indexFormat, readStoredState, tailColumn } from './index-state.js';
import { deleteBlock } from './write-block.js';

/** How far a build is. */
export interface BuildProgress {
  /** The number of records that are indexed. */
  readonly indexed: number;
  /** The number of all records. */
  readonly records: number;
}

/** Options of {@link buildIndex}. */
export interface BuildOptions {
  /** Called when there is something to build, and after each block. */
  readonly onProgress?: (progress: BuildProgress) => void;
  /** Ends the build after the block that is being written; it throws the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

// Imports of other processes wait for the lock meanwhile, and get it between two blocks.
const pauseMs = 20;
// A large chunk of an import of an older version takes some seconds.
const retryPolicy = { ms: 10 * 60_000 };

/**
 * Brings the index up to date: indexes the records of the tail as long as they fill a block. Each block is a
 * transaction of its own, so a build that was interrupted anywhere goes on where it was, and searches and
 * imports go on meanwhile. An index of another format is built from nothing.
 */
export async function buildIndex(
  database: Database,
  { onProgress = () => {}, signal }: BuildOptions = {},
): Promise<void> {
  await discardOtherFormat(database);
  if (await hasFullBlock(database)) {
    const progress = await readProgress(database);
    onProgress(progress);
    for (let { indexed } = progress; ; ) {
      signal?.throwIfAborted();
      const added = await addBlock(database);
      if (added === 0) break;
      indexed += added;
      onProgress({ indexed, records: Math.max(indexed, progress.records) });
      await pause(pauseMs);
    }
  }
  // Until now, services of versions before this index could import.
  await retryTransaction(
    database.engine,
    () => database.engine.retireFormerIndex(database),
    retryPolicy,
  );
  await correctTail(database);
  await deleteLeftovers(database);
}

/** Whether the index is of another format, or has a longer tail than imports leave. */
export async function isIndexBehind(database: Database): Promise<boolean> {
  const { format } = await readStoredState(database.writer);
  return format !== indexFormat || (await hasFullBlock(database));
}

/** Reads how many records are indexed, from the counts of others: counting ten million can take a minute. */
async function readProgress({ writer }: Database): Promise<BuildProgress> {
  const { rows } = await sql<{ indexed: number | null; records: number | null }>`select
      (select sum(records) from search_block
        where block < (select blocks from search_state where id = 1)) as indexed,
      (select sum(inserted) from import) as records`.execute(writer);
  const indexed = Number(rows[0]?.indexed ?? 0);
  return { indexed, records: Math.max(indexed, Number(rows[0]?.records ?? 0)) };
}

async function hasFullBlock({ writer }: Database): Promise<boolean> {
  const { indexedTo } = await readStoredState(writer);
  const { rows } = await sql`select 1 from record where id > ${indexedTo}
    limit ${recordsPerBlock}`.execute(writer);
  return rows.length === recordsPerBlock;
}

function addBlock(database: Database): Promise<number> {
  return database.transaction(async (transaction) => {
    await lockData(transaction);
    const state = await readStoredState(transaction.writer);
    // A newer program has begun to build another index.
    if (state.format !== indexFormat) return 0;
    return addBlocks(transaction, state, { tail: Infinity, maxBlocks: 1 });
  }, retryPolicy);
}

/** Begins with no block. Those that are stored are replaced one by one, and deleted at the end. */
async function discardOtherFormat(database: Database): Promise<void> {
  const { format } = await readStoredState(database.writer);
  if (format === indexFormat) return;
  await database.transaction(async (transaction) => {
    await lockData(transaction);
    await sql`delete from search_trigram`.execute(transaction.writer);
    await sql`update search_state set format = ${indexFormat}, blocks = 0, indexed_to = 0,
      revision = revision + 1 where id = 1`.execute(transaction.writer);
  }, retryPolicy);
}

/** Imports of versions without this index have not counted their records. */
async function correctTail(database: Database): Promise<void> {
  const count = async ({ writer }: Database) => {
    const { rows } = await sql<{ counted: number; records: number }>`
      select ${tailColumn} as counted,
        (select count(*) from record where id > search_state.indexed_to) as records
      from search_state where id = 1`.execute(writer);
    return { counted: Number(rows[0]?.counted), records: Number(rows[0]?.records) };
  };
  const { counted, records } = await count(database);
  if (counted === records) return;
  await database.transaction(async (transaction) => {
    await lockData(transaction);
    const now = await count(transaction);
    await sql`update search_state set ${tailColumn} = ${now.records} where id = 1`.execute(
      transaction.writer,
    );
  }, retryPolicy);
}

async function deleteLeftovers(database: Database): Promise<void> {
  for (;;) {
    const { rows } = await sql<{ block: number | null }>`select max(block) as block
      from search_block where block >= (select blocks from search_state where id = 1)`.execute(
      database.writer,
    );
    const block = rows[0]?.block ?? null;
    if (block === null) return;
    await database.transaction(async (transaction) => {
      await lockData(transaction);
      const { blocks, format } = await readStoredState(transaction.writer);
      if (format === indexFormat && Number(block) >= blocks) {
        await deleteBlock(transaction, Number(block));
      }
    }, retryPolicy);
  }
}
