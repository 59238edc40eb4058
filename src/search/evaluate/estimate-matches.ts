import { countBits, differenceOf } from './bitmap.js';
import { type Evaluated, evaluateBlocks } from './evaluate-blocks.js';
import { rarest } from './list-rounds.js';
import type { BlockSize } from './postings/read-block-sizes.js';
import type { Search } from './search.js';
import type { SearchPlan } from './search-plan.js';

/** When matches are estimated, and how the estimate is checked. */
export interface Sampling {
  /** Fewer blocks are evaluated exactly. */
  readonly minBlocks: number;
  /** The same for texts whose rarest trigrams are in fewer records: they take no longer. */
  readonly minRecords: number;
  /** How many times a block is drawn. */
  readonly draws: number;
}

export const defaultSampling: Sampling = { minBlocks: 128, minRecords: 50_000, draws: 48 };

// A tenth of what figures may be off: they may concern a part of the records that differs from others.
const maxError = 0.002;
const maxErrorOfBlock = 0.02;
const maxErrors = 5;

/**
 * Finds the records that have all trigrams of the texts, anywhere: nearly all of them contain the texts,
 * usually, and no positions are read. Blocks are compared with what an exact evaluation finds in them. They
 * are drawn at equal distances from the list of all matches, so a part of the data that has more of them
 * than are between two draws is always among them, however data were imported.
 *
 * @returns undefined if it would not be quicker, or differs too much
 */
export async function estimateMatches(
  search: Search,
  sizes: readonly BlockSize[],
  { minBlocks, minRecords, draws }: Sampling,
): Promise<Evaluated | undefined> {
  const { plan } = search;
  const hasPositions = plan.leaves.some((leaf) => leaf.kind === 'text' && !leaf.isExactByPlaces);
  const records = rarest(plan, plan.root)?.records ?? Infinity;
  if (!hasPositions || sizes.length < minBlocks || records < minRecords) return undefined;
  const { bitmaps } = await evaluateBlocks(
    { ...search, plan: withoutPositions(plan) },
    sizes,
    true,
  );
  const drawn = drawBlocks(bitmaps.map(countBits), draws);
  const exact = await evaluateBlocks(
    search,
    sizes.filter((_, index) => drawn.has(index)),
    true,
  );
  const checked = [...bitmaps];
  let counted = 0;
  let errors = 0;
  for (const [at, index] of [...drawn].entries()) {
    const right = exact.bitmaps[at];
    const estimated = bitmaps[index];
    if (right === undefined || estimated === undefined) continue;
    const count = countBits(right);
    const wrong = differenceOf(estimated, right);
    if (wrong > Math.max(maxErrors, maxErrorOfBlock * count)) return undefined;
    counted += count;
    errors += wrong;
    checked[index] = right;
  }
  return errors > maxError * counted ? undefined : { bitmaps: checked, isExact: false };
}

function withoutPositions(plan: SearchPlan): SearchPlan {
  const leaves = plan.leaves.map((leaf) =>
    leaf.kind === 'text' ? { ...leaf, isExactByPlaces: true } : leaf,
  );
  return { ...plan, leaves };
}

/** The indexes of the blocks with every so many-th of all matches, ascending. */
function drawBlocks(counts: readonly number[], draws: number): ReadonlySet<number> {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const drawn = new Set<number>();
  let before = 0;
  let draw = 0;
  for (const [index, count] of counts.entries()) {
    before += count;
    while (draw < draws && ((draw + 0.5) * total) / draws < before) {
      drawn.add(index);
      draw += 1;
    }
  }
  return drawn;
}
