import { loadColumns } from '../columns/column-cache.js';
import { type Bitmap, createColumnMatcher } from '../columns/column-matcher.js';
import { emptyBitmap, uniteBitmaps } from './bitmap.js';
import { BlockEvaluation } from './block-evaluation.js';
import { type LeafLists, ListRounds } from './list-rounds.js';
import { PositionMatcher } from './match-positions.js';
import type { BlockSize } from './postings/read-block-sizes.js';
import { readPostings } from './postings/read-postings.js';
import type { Search } from './search.js';
import { isNever, type Leaf, type SearchNode } from './search-plan.js';
import { verifyUndecided } from './verify-records.js';

// Eight megabytes of bitmaps.
const maxLeafBlocks = 4096;

/** The records of blocks that match, or may match. */
export interface Evaluated {
  /** For each of the blocks. */
  readonly bitmaps: readonly Bitmap[];
  /** Whether all of them match. */
  readonly isExact: boolean;
}

/**
 * Evaluates the condition of a search in some blocks.
 *
 * @param exactly whether to decide it for each record; otherwise the result may contain others, too: lists
 * are read as long as each round rules out many
 */
export async function evaluateBlocks(
  search: Search,
  sizes: readonly BlockSize[],
  exactly: boolean,
): Promise<Evaluated> {
  const { root, leaves } = search.plan;
  if (isNever(root)) return { bitmaps: sizes.map(() => emptyBitmap), isExact: true };
  const perPart = Math.max(1, Math.floor(maxLeafBlocks / Math.max(1, leaves.length)));
  const bitmaps: Bitmap[] = [];
  let isExact = true;
  for (let from = 0; from < sizes.length; from += perPart) {
    const blocks = sizes
      .slice(from, from + perPart)
      .map((size) => new BlockEvaluation(search.plan, size));
    if (needsColumns(search)) await matchColumns(search, blocks);
    const open = await readLists(search, blocks, exactly);
    if (open.length > 0) isExact = false;
    for (const { matches, undecided } of blocks) bitmaps.push(uniteBitmaps(matches, undecided));
  }
  return { bitmaps, isExact };
}

/** Reads what decides the condition. Returns the blocks in which it is not decided for each record. */
async function readLists(
  search: Search,
  blocks: readonly BlockEvaluation[],
  exactly: boolean,
): Promise<readonly BlockEvaluation[]> {
  const rounds = new ListRounds(search.plan);
  const positionLists = countPositionLists(search);
  const few: BlockEvaluation[] = [];
  // Of a single word, nearly all records that have its trigrams contain it, so its positions are needed.
  let next = exactly && isWord(search) ? [] : rounds.next();
  // What is still to be read of a block at least, unless there is little left to compare.
  let unread = countLists(next) + positionLists;
  let undecided = 0;
  const settle = (open: readonly BlockEvaluation[]) => {
    undecided = 0;
    return open.filter((block) => {
      const count = block.combine();
      // To compare a record takes about as long as to read a list.
      const isFew = count > 0 && count <= unread;
      if (isFew) few.push(block);
      else undecided += count;
      return count > 0 && !isFew;
    });
  };
  let open = settle(blocks);
  for (let before = Infinity; open.length > 0 && next.length > 0; ) {
    // More places no longer help; positions do, or comparing the first candidates of a page.
    const hasRead = exactly
      ? rounds.hasRead(maxWordLists, Infinity)
      : rounds.hasRead(1, candidatePrefixLists);
    const hasMany = countLists(next) > maxWordLists;
    const isSlow = undecided > before / 2 || (!exactly && hasPrefixesOnly(search));
    if (isSlow && hasMany && hasRead) break;
    before = undecided;
    await readRound(search, open, next);
    next = rounds.next();
    unread = countLists(next) + positionLists;
    open = settle(open);
  }
  if (!exactly) return [...open, ...few];
  for (const count of positionSteps(search)) {
    if (open.length === 0) break;
    await readPositions(search, open, count);
    unread = positionLists;
    open = settle(open);
  }
  if (few.length > 0) await verifyUndecided(search, few);
  return [];
}

/** Whether the plan's texts have one or two units: few of the records that may match then do not. */
const hasPrefixesOnly = ({ plan }: Search) => plan.leaves.every(({ kind }) => kind === 'prefix');

// These find nearly all records with a common text of one or two units.
const candidatePrefixLists = 16;

// So many rare trigrams at the right distances are seldom found where the text is not.
const firstPositions = 4;
const longText = 8;

/** Of how many trigrams of each text the positions are read, step by step. */
function positionSteps({ plan }: Search): readonly number[] {
  const isLong = plan.leaves.some(
    (leaf) => leaf.kind === 'text' && leaf.trigrams.length > longText,
  );
  return isLong ? [firstPositions, Infinity] : [Infinity];
}

const countLists = (round: readonly LeafLists[]) =>
  round.reduce((sum, { begin, end }) => sum + end - begin, 0);

const maxWordLists = 3;

function isWord({ plan }: Search): boolean {
  const [only] = plan.leaves;
  return (
    plan.leaves.length === 1 &&
    'leaf' in plan.root &&
    only?.kind === 'text' &&
    !only.isExactByPlaces &&
    only.trigrams.length <= maxWordLists
  );
}

function needsColumns({ plan, state }: Search): boolean {
  const visit = (node: SearchNode): boolean => {
    if ('all' in node) return node.all.some(visit);
    if ('any' in node) return node.any.some(visit);
    return 'not' in node ? visit(node.not) : 'matches' in node;
  };
  return (state.revision > 0 && !isNever(plan.root)) || visit(plan.root);
}

async function matchColumns(
  { database, state, slices }: Search,
  blocks: readonly BlockEvaluation[],
): Promise<void> {
  const stored = createColumnMatcher({ all: [] });
  const first = blocks[0]?.size.block ?? 0;
  const end = (blocks.at(-1)?.size.block ?? -1) + 1;
  const byNumber = new Map(blocks.map((block) => [block.size.block, block]));
  for await (const columns of loadColumns(database, state, first, end)) {
    byNumber.get(columns.block)?.matchColumns(columns, stored);
    await slices.pause();
  }
}

async function readRound(
  search: Search,
  open: readonly BlockEvaluation[],
  round: readonly LeafLists[],
): Promise<void> {
  const { database, plan, cost, slices } = search;
  const lists = round.map((each) => {
    const leaf = plan.leaves[each.leaf] as Leaf;
    return { ...each, trigrams: leaf.trigrams.slice(each.begin, each.end) };
  });
  const trigrams = new Map(
    lists.flatMap((each) => each.trigrams.map(({ key, records }) => [key, records])),
  );
  const keys = [...trigrams.keys()];
  const bytesPerList = estimateBytes(search, trigrams);
  const blocks = open.map((block) => ({ size: block.size, keys, block }));
  for await (const buckets of readPostings(database, blocks, {
    positions: false,
    bytesPerList,
    cost,
  })) {
    const { block } = buckets.lists;
    for (const { leaf, begin, end } of lists) block.addLists(leaf, begin, end, buckets);
    await slices.pause();
  }
}

async function readPositions(
  search: Search,
  open: readonly BlockEvaluation[],
  count: number,
): Promise<void> {
  const { database, plan, cost, slices } = search;
  const texts = plan.leaves.flatMap((leaf, index) =>
    leaf.kind === 'text' && !leaf.isExactByPlaces ? [{ leaf, index }] : [],
  );
  const trigrams = new Map(
    texts.flatMap(({ leaf }) =>
      leaf.trigrams.slice(0, count).map(({ key, records }) => [key, records]),
    ),
  );
  const keys = [...trigrams.keys()];
  const bytesPerList = 2 * estimateBytes(search, trigrams);
  const blocks = open.map((block) => ({ size: block.size, keys, block }));
  const matcher = new PositionMatcher();
  for await (const buckets of readPostings(database, blocks, {
    positions: true,
    bytesPerList,
    cost,
  })) {
    for (const { index } of texts)
      buckets.lists.block.matchPositions(index, count, buckets, matcher);
    await slices.pause();
  }
}

// What else is in the bucket of a list.
const bytesPerBucket = 1500;

/** The bytes of a list of one block, on the average of the given trigrams. */
function estimateBytes({ state }: Search, trigrams: ReadonlyMap<number, number>): number {
  const records = [...trigrams.values()].reduce((sum, each) => sum + each, 0);
  return bytesPerBucket + records / Math.max(1, trigrams.size * state.blocks);
}

/** Of how many lists positions are read first. */
function countPositionLists({ plan }: Search): number {
  return plan.leaves.reduce(
    (sum, leaf) =>
      leaf.kind === 'text' && !leaf.isExactByPlaces
        ? sum + Math.min(longText, leaf.trigrams.length)
        : sum,
    0,
  );
}
