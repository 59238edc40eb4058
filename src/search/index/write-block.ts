import { sql } from 'kysely';
import { TimeSlices } from '../../concurrency/time-slices.js';
import type { Database } from '../../database/database.js';
import { type RowsToWrite, rowsPerInsert } from '../../database/engine.js';
import type { BlockBuilder } from '../format/block-builder.js';

const maxBatchBytes = 4 * 1024 * 1024;

/**
 * Writes a block in an open transaction, and counts its trigrams in the vocabulary. The database writes some
 * rows while this thread encodes the next ones.
 */
export async function writeBlock(
  database: Database,
  block: number,
  builder: BlockBuilder,
): Promise<void> {
  await deleteBlock(database, block);
  const { firstId, lastId, records, ...columns } = builder.columns();
  await database.engine.writeRows(database, {
    table: 'search_block',
    columns: [
      ...['block', 'first_id', 'last_id', 'records', 'bucket_bits'],
      ...['offsets', 'times', 'sites', 'imports'],
    ],
    rows: [
      [
        ...[block, firstId, lastId, records, builder.bucketBits],
        ...[columns.offsets, columns.times, columns.sites, columns.imports],
      ],
    ],
  });
  const vocabulary = await writePostings(database, block, builder);
  await addToVocabulary(database, vocabulary);
}

/** Deletes what a build of another format may have left. */
export async function deleteBlock({ writer }: Database, block: number): Promise<void> {
  await sql`delete from search_posting where block = ${block}`.execute(writer);
  await sql`delete from search_block where block = ${block}`.execute(writer);
}

async function writePostings(database: Database, block: number, builder: BlockBuilder) {
  const vocabulary: [number, number][] = [];
  const slices = new TimeSlices();
  const batches = new BatchWriter(database, {
    table: 'search_posting',
    columns: ['block', 'bucket', 'places', 'positions'],
  });
  for (const { bucket, places, positions, counts } of builder.buckets()) {
    await batches.add([block, bucket, places, positions], places.length + positions.length);
    for (const count of counts) vocabulary.push([...count]);
    await slices.pause();
  }
  await batches.end();
  return vocabulary;
}

async function addToVocabulary(
  database: Database,
  vocabulary: readonly [number, number][],
): Promise<void> {
  const batches = new BatchWriter(database, {
    table: 'search_trigram',
    columns: ['trigram', 'records'],
    addTo: { key: 'trigram', column: 'records' },
  });
  // In the order of the table, so that each of its pages is written once.
  for (const row of vocabulary.toSorted(([a], [b]) => a - b)) await batches.add(row, 0);
  await batches.end();
}

/** Collects rows, and writes each batch while the next one is collected. */
class BatchWriter {
  #rows: RowsToWrite['rows'][number][] = [];
  #bytes = 0;
  #writing = Promise.resolve();

  constructor(
    private readonly database: Database,
    private readonly into: Omit<RowsToWrite, 'rows'>,
  ) {}

  async add(row: RowsToWrite['rows'][number], bytes: number): Promise<void> {
    if (this.#bytes + bytes > maxBatchBytes) await this.#write();
    this.#rows.push(row);
    this.#bytes += bytes;
    if (this.#rows.length === rowsPerInsert) await this.#write();
  }

  async end(): Promise<void> {
    await this.#write();
    await this.#writing;
  }

  async #write(): Promise<void> {
    await this.#writing;
    if (this.#rows.length === 0) return;
    this.#writing = this.database.engine.writeRows(this.database, {
      ...this.into,
      rows: this.#rows,
    });
    // Its failure is noticed when the next batch is written, or at the end.
    this.#writing.catch(() => {});
    this.#rows = [];
    this.#bytes = 0;
  }
}
