import { LRUCache } from 'lru-cache';
import type { Database } from '../../database/database.js';
import type { Engine } from '../../database/engine.js';
import type { Bitmap } from '../columns/column-matcher.js';
import { wordsPerBlock } from '../format/block-limits.js';
import { emptyBitmap } from './bitmap.js';

/** The records of blocks that satisfy a condition. */
export interface BlockMatches {
  /** By the number of the block; removed records are left out. */
  readonly bitmaps: readonly Bitmap[];
  /** Whether they are known one by one. */
  readonly isExact: boolean;
}

// At most what a common text takes at 10 million records, a dozen times.
const maxBytes = 16 * 1024 * 1024;

/** What searches have found: a client that pages through a list, or asks for its figures, searches again. */
const found = new WeakMap<Engine, LRUCache<string, BlockMatches>>();

/** What requests are about to find: of each request by itself, as it can be aborted. */
const running = new WeakMap<Database, Map<string, Promise<BlockMatches>>>();

/**
 * Returns what was found under this key, or finds it. The key names the condition, and the state of the index.
 */
export async function findOnce(
  database: Database,
  key: string,
  find: () => Promise<BlockMatches>,
): Promise<BlockMatches> {
  const known = cacheOf(database.engine).get(key);
  if (known !== undefined) return known;
  const own = running.get(database) ?? new Map<string, Promise<BlockMatches>>();
  running.set(database, own);
  const same = own.get(key);
  if (same !== undefined) return same;
  const search = find().finally(() => own.delete(key));
  own.set(key, search);
  const matches = await search;
  cacheOf(database.engine).set(key, matches);
  return matches;
}

function cacheOf(engine: Engine): LRUCache<string, BlockMatches> {
  const known = found.get(engine);
  if (known !== undefined) return known;
  const cache = new LRUCache<string, BlockMatches>({
    maxSize: maxBytes,
    sizeCalculation: ({ bitmaps }, key) =>
      2 * key.length + bitmaps.reduce((sum, bitmap) => sum + sizeOf(bitmap), 0),
  });
  found.set(engine, cache);
  return cache;
}

const sizeOf = (bitmap: Bitmap) => 8 + (bitmap === emptyBitmap ? 0 : 4 * wordsPerBlock);
