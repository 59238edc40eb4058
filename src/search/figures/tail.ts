import { sql } from 'kysely';
import type { Database } from '../../database/database.js';
import type { Engine } from '../../database/engine.js';
import type { StoredInstant } from '../../database/tables.js';
import { ColumnBlock, type ImportRun, packTimes } from '../columns/column-block.js';
import { recordsPerBlock } from '../format/block-limits.js';
import type { IndexState } from '../index/index-state.js';

/**
 * The maximum number of records after the last block whose columns are kept. There are fewer than in a
 * block, unless the index is being built.
 */
const maxKept = 4 * recordsPerBlock;

interface TailRow {
  readonly id: number;
  readonly date: StoredInstant;
  readonly site_id: number;
  readonly import_id: number;
}

const tails = new WeakMap<Engine, Tail>();

/**
 * Reads the columns of the records after the last block, as if they were in blocks; undefined if there are
 * too many. They stay in memory, so that only new ones are read.
 */
export function loadTail(
  database: Database,
  state: IndexState,
): Promise<readonly ColumnBlock[] | undefined> {
  let tail = tails.get(database.engine);
  if (tail === undefined || !tail.belongsTo(state)) {
    tail = new Tail(state);
    tails.set(database.engine, tail);
  }
  return tail.load(database, state.lastId);
}

class Tail {
  readonly #ids: number[] = [];
  readonly #times: number[] = [];
  readonly #sites: number[] = [];
  readonly #imports: number[] = [];
  #seen: number;
  #isLong = false;
  #blocks: readonly ColumnBlock[] = [];

  constructor(private readonly state: IndexState) {
    this.#seen = state.indexedTo;
  }

  /** Not if records that were seen are not there: a replica lags, or a backup was restored. */
  belongsTo({ revision, indexedTo, lastId }: IndexState): boolean {
    return (
      revision === this.state.revision && indexedTo === this.state.indexedTo && lastId >= this.#seen
    );
  }

  async load(database: Database, lastId: number): Promise<readonly ColumnBlock[] | undefined> {
    while (this.#seen < lastId && !this.#isLong) await this.#readMore(database, lastId);
    return this.#isLong ? undefined : this.#blocksTo(lastId);
  }

  async #readMore({ reader }: Database, lastId: number): Promise<void> {
    const after = this.#seen;
    const { rows } = await sql<TailRow>`select id, date, site_id, import_id from record
      where id > ${after} and id <= ${lastId}
      order by id limit ${recordsPerBlock}`.execute(reader);
    // Another request may have read them meanwhile.
    if (this.#seen !== after) return;
    for (const row of rows) {
      this.#ids.push(Number(row.id));
      this.#times.push(new Date(row.date).getTime());
      this.#sites.push(Number(row.site_id));
      this.#imports.push(Number(row.import_id));
    }
    this.#seen = rows.length < recordsPerBlock ? lastId : (this.#ids.at(-1) ?? lastId);
    this.#isLong = this.#ids.length > maxKept;
    if (this.#isLong) {
      for (const column of [this.#ids, this.#times, this.#sites, this.#imports]) column.length = 0;
    }
  }

  /** The blocks without the records that another request has read, and this one's state does not have. */
  #blocksTo(lastId: number): readonly ColumnBlock[] {
    let length = this.#ids.length;
    while (length > 0 && (this.#ids[length - 1] ?? 0) > lastId) length -= 1;
    const known = this.#blocks.reduce((sum, { records }) => sum + records, 0);
    if (known === length) return this.#blocks;
    const blocks: ColumnBlock[] = [];
    for (let from = 0; from < length; from += recordsPerBlock) {
      blocks.push(this.#block(from, Math.min(length, from + recordsPerBlock)));
    }
    this.#blocks = blocks;
    return blocks;
  }

  #block(from: number, to: number): ColumnBlock {
    const ids = this.#ids.slice(from, to);
    const [firstId = 0] = ids;
    return new ColumnBlock(-1, {
      firstId,
      offsets: Uint32Array.from(ids, (id) => id - firstId),
      ...packTimes(Float64Array.from(this.#times.slice(from, to))),
      sites: Uint32Array.from(this.#sites.slice(from, to)),
      imports: toRuns(this.#imports.slice(from, to)),
    });
  }
}

function toRuns(ids: readonly number[]): ImportRun[] {
  const runs: ImportRun[] = [];
  for (const [place, importId] of ids.entries()) {
    if (runs.at(-1)?.importId === importId) runs.pop();
    runs.push({ importId, end: place + 1 });
  }
  return runs;
}
