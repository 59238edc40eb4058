import { sql } from 'kysely';
import type { Database } from '../../../database/database.js';
import type { Engine } from '../../../database/engine.js';
import type { IndexState } from '../../index/index-state.js';

/** What has to be known of a block to read its lists. */
export interface BlockSize {
  readonly block: number;
  readonly records: number;
  readonly bucketBits: number;
}

interface Sizes {
  readonly revision: number;
  readonly indexedTo: number;
  readonly sizes: readonly BlockSize[];
}

const caches = new WeakMap<Engine, Sizes>();

/** The sizes of all blocks, by their numbers. They are read once, as blocks do not change. */
export async function readBlockSizes(
  { engine, reader }: Database,
  { blocks, indexedTo, revision }: IndexState,
): Promise<readonly BlockSize[]> {
  const known = caches.get(engine);
  if (known?.revision === revision && known.indexedTo === indexedTo) return known.sizes;
  const { rows } =
    await sql<BlockSize>`select block, records, bucket_bits as ${sql.ref('bucketBits')}
    from search_block where block < ${blocks} order by block`.execute(reader);
  const sizes = rows.map(({ block, records, bucketBits }) => ({
    block: Number(block),
    records: Number(records),
    bucketBits: Number(bucketBits),
  }));
  if (sizes.length !== blocks) throw new Error('Blocks of the search index are missing.');
  caches.set(engine, { revision, indexedTo, sizes });
  return sizes;
}
