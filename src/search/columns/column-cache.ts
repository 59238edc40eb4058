import { sql } from 'kysely';
import { prefetch } from '../../concurrency/prefetch.js';
import type { Database } from '../../database/database.js';
import type { Engine } from '../../database/engine.js';
import { type ColumnBlock, decodeColumns, type StoredColumns } from './column-block.js';

/** What the columns depend on, of the state of the index. */
export interface ColumnState {
  /** The number of blocks. */
  readonly blocks: number;
  /** The id of the last record in the last block; 0 if there is none. */
  readonly indexedTo: number;
  /** Another one whenever blocks that existed have changed. */
  readonly revision: number;
}

/**
 * The maximum memory for the columns of a database, in bytes. A record takes 10 at most if dates are whole
 * seconds, so that those of 13 million stay in memory, and the process stays under 400 MB.
 */
const maxCachedBytes = 128 * 1024 * 1024;

// About 2 MB in a statement: enough to be fast, and SQLite does not hold this thread for long.
const blocksPerRead = 8;

const caches = new WeakMap<Engine, ColumnCache>();

/**
 * Yields the columns of the blocks from `from` up to, but not including, `to`, in their order. Those that
 * are not in memory are read in pieces, each while the previous one is processed; what several requests
 * need at once is read once. A consumer that computes for long must let other work run in between.
 */
export function loadColumns(
  database: Database,
  state: ColumnState,
  from = 0,
  to = state.blocks,
): AsyncGenerator<ColumnBlock> {
  const { engine } = database;
  let cache = caches.get(engine);
  if (cache === undefined || !cache.holds(state)) {
    cache = new ColumnCache(state.revision);
    caches.set(engine, cache);
  }
  return cache.load(database, from, to);
}

/** The columns in memory, all of one revision. */
class ColumnCache {
  readonly #blocks = new Map<number, ColumnBlock>();
  readonly #reads = new Map<string, Promise<readonly ColumnBlock[]>>();
  #bytes = 0;

  constructor(private readonly revision: number) {}

  /** Whether the columns are those of this state. They are not after a backup was restored, either. */
  holds({ revision, blocks, indexedTo }: ColumnState): boolean {
    const last = this.#blocks.get(blocks - 1);
    return revision === this.revision && (last === undefined || last.lastId === indexedTo);
  }

  async *load(database: Database, from: number, to: number): AsyncGenerator<ColumnBlock> {
    for await (const blocks of prefetch(this.#pieces(database, from, to))) yield* blocks;
  }

  async *#pieces(database: Database, from: number, to: number) {
    for (let begin = from; begin < to; ) {
      const end = Math.min(to, begin - (begin % blocksPerRead) + blocksPerRead);
      yield await this.#piece(database, begin, end);
      begin = end;
    }
  }

  async #piece(database: Database, from: number, to: number): Promise<readonly ColumnBlock[]> {
    const known: ColumnBlock[] = [];
    for (let block = from; block < to; block += 1) {
      const columns = this.#blocks.get(block);
      if (columns === undefined) break;
      known.push(columns);
    }
    const begin = from + known.length;
    return begin === to ? known : [...known, ...(await this.#readOnce(database, begin, to))];
  }

  async #readOnce(database: Database, from: number, to: number): Promise<readonly ColumnBlock[]> {
    const key = `${from}-${to}`;
    const running = this.#reads.get(key);
    if (running !== undefined) {
      try {
        return await running;
      } catch {
        // Perhaps the client of the other request has left: this one's own statement shows.
        return this.#read(database, from, to);
      }
    }
    const read = this.#read(database, from, to).finally(() => this.#reads.delete(key));
    this.#reads.set(key, read);
    return read;
  }

  async #read(database: Database, from: number, to: number): Promise<readonly ColumnBlock[]> {
    const blocks = await readColumns(database, from, to);
    for (const columns of blocks) this.#keep(columns);
    return blocks;
  }

  #keep(columns: ColumnBlock): void {
    if (this.#blocks.has(columns.block)) return;
    this.#blocks.set(columns.block, columns);
    this.#bytes += columns.bytes;
    while (this.#bytes > maxCachedBytes) this.#evict();
  }

  /**
   * Evicts a block at random. Most searches go through all blocks in their order, so the least recently used
   * one is that which is needed next.
   */
  #evict(): void {
    const numbers = [...this.#blocks.keys()];
    const columns = this.#blocks.get(numbers[Math.floor(Math.random() * numbers.length)] ?? -1);
    if (columns === undefined) return;
    this.#blocks.delete(columns.block);
    this.#bytes -= columns.bytes;
  }
}

async function readColumns({ reader }: Database, from: number, to: number) {
  const { rows } =
    await sql<StoredColumns>`select block, first_id as ${sql.ref('firstId')}, records,
      offsets, times, sites, imports
    from search_block where block >= ${from} and block < ${to} order by block`.execute(reader);
  if (rows.length < to - from) {
    throw new Error(`The blocks ${from} to ${to - 1} of the search index are not all there.`);
  }
  return rows.map((row) =>
    decodeColumns({
      ...row,
      block: Number(row.block),
      firstId: Number(row.firstId),
      records: Number(row.records),
    }),
  );
}
