import type { Database } from '../../database/database.js';
import type { ColumnBlock } from '../columns/column-block.js';
import { loadColumns } from '../columns/column-cache.js';
import { countBits } from '../evaluate/bitmap.js';
import type { Leaf, SearchNode, SearchPlan } from '../evaluate/search-plan.js';
import { recordsPerBlock } from '../format/block-limits.js';
import type { IndexState } from '../index/index-state.js';

const sampledBlocks = 8;

/**
 * Estimates which share of the records satisfies a plan, from 0 to 1: from the numbers of records with
 * its trigrams, and from the dates and sites of some blocks.
 */
export async function estimateShare(
  database: Database,
  state: IndexState,
  plan: SearchPlan,
): Promise<number> {
  const samples: ColumnBlock[] = [];
  if (hasColumns(plan.root)) {
    const count = Math.min(sampledBlocks, state.blocks);
    for (let sample = 0; sample < count; sample += 1) {
      const block = Math.floor(((sample + 0.5) * state.blocks) / count);
      for await (const columns of loadColumns(database, state, block, block + 1)) {
        samples.push(columns);
      }
    }
  }
  const records = state.blocks * recordsPerBlock;
  return shareOf(plan.root, (leaf) => shareOfLeaf(plan.leaves[leaf], records), samples);
}

function hasColumns(node: SearchNode): boolean {
  if ('all' in node) return node.all.some(hasColumns);
  if ('any' in node) return node.any.some(hasColumns);
  return 'not' in node ? hasColumns(node.not) : 'matches' in node;
}

type Shares = (leaf: number) => number;

function shareOf(node: SearchNode, leafShare: Shares, samples: readonly ColumnBlock[]): number {
  const inner = (each: SearchNode) => shareOf(each, leafShare, samples);
  if ('all' in node) return node.all.reduce((share, each) => share * inner(each), 1);
  if ('any' in node) return 1 - node.any.reduce((share, each) => share * (1 - inner(each)), 1);
  if ('not' in node) return 1 - inner(node.not);
  if ('leaf' in node) return leafShare(node.leaf);
  const records = samples.reduce((sum, columns) => sum + columns.records, 0);
  const found = samples.reduce((sum, columns) => sum + countBits(node.matches(columns)), 0);
  return records === 0 ? 0 : found / records;
}

/**
 * The share of records that contain a text: at most, if it has three units or more; as if its trigrams were
 * independent of each other, if it has fewer, as nearly every record has a frequent letter.
 */
function shareOfLeaf(leaf: Leaf | undefined, records: number): number {
  if (leaf === undefined) return 0;
  const shares = leaf.trigrams.map((trigram) => Math.min(1, trigram.records / records));
  if (leaf.kind === 'text') return Math.min(...shares);
  return 1 - shares.reduce((without, share) => without * (1 - share), 1);
}
