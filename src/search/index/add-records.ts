import { sql } from 'kysely';
import type { Database } from '../../database/database.js';
import { recordsPerBlock } from '../format/block-limits.js';
import { addBlocks } from './add-blocks.js';
import { indexFormat, tailColumn } from './index-state.js';

// What an import catches up with, where a build was interrupted or gaps have left small blocks.
const maxFurtherBlocks = 2;

/**
 * Takes note of records that an import has just stored, in its transaction. They are the tail until there
 * are enough for a block, so small imports write one number.
 *
 * @param inserted how many there are
 */
export async function indexNewRecords(database: Database, inserted: number): Promise<void> {
  const { writer } = database;
  await sql`update search_state set ${tailColumn} = ${tailColumn} + ${inserted}
    where id = 1`.execute(writer);
  const { rows } = await sql<{ [name: string]: number | string }>`
    select format, blocks, indexed_to, ${tailColumn} as tail from search_state
    where id = 1`.execute(writer);
  const [format, blocks, indexedTo, tail] = ['format', 'blocks', 'indexed_to', 'tail'].map((name) =>
    Number(rows[0]?.[name]),
  ) as [number, number, number, number];
  // An index of another format is left to those who can write it.
  if (format !== indexFormat || tail < recordsPerBlock) return;
  const maxBlocks = Math.ceil(inserted / recordsPerBlock) + maxFurtherBlocks;
  await addBlocks(database, { blocks, indexedTo }, { tail, maxBlocks });
}
