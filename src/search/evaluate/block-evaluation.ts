import type { ColumnBlock } from '../columns/column-block.js';
import type { Bitmap, ColumnMatcher } from '../columns/column-matcher.js';
import { wordsPerBlock } from '../format/block-limits.js';
import { addPlaces, findList, type StoredList } from '../format/list-reader.js';
import {
  bitmapOfFirst,
  countBits,
  emptyBitmap,
  fullBitmap,
  intersectBitmaps,
  invertBitmap,
  subtractBitmap,
  uniteBitmaps,
} from './bitmap.js';
import type { PositionMatcher } from './match-positions.js';
import type { BlockSize } from './postings/read-block-sizes.js';
import type { BucketsOfBlock, ListsOfBlock } from './postings/read-postings.js';
import type { Leaf, SearchNode, SearchPlan } from './search-plan.js';

/** What is known of a condition: which records satisfy it for certain, and which perhaps. */
interface Bounds {
  readonly must: Bitmap;
  readonly may: Bitmap;
}

const unknown: Bounds = { must: emptyBitmap, may: fullBitmap };

/** The evaluation of a condition in one block, as far as its lists were read. */
export class BlockEvaluation {
  readonly #leaves: Bounds[];
  readonly #columns = new Map<ColumnMatcher, Bounds>();
  #stored: Bitmap;
  #hasOwnMatches = false;
  /** The records that match for certain. */
  matches: Bitmap = emptyBitmap;
  /** The records of which it is not known yet. */
  undecided: Bitmap;

  constructor(
    private readonly plan: SearchPlan,
    readonly size: BlockSize,
  ) {
    this.#leaves = plan.leaves.map(() => unknown);
    this.#stored = bitmapOfFirst(size.records);
    this.undecided = this.#stored;
  }

  /** Decides what the columns decide, and leaves out removed records. */
  matchColumns(columns: ColumnBlock, stored: ColumnMatcher): void {
    if (columns.hasRemoved) this.#stored = stored(columns);
    const visit = (node: SearchNode) => {
      if ('all' in node) node.all.forEach(visit);
      else if ('any' in node) node.any.forEach(visit);
      else if ('not' in node) visit(node.not);
      else if ('matches' in node) {
        const found = node.matches(columns);
        this.#columns.set(node.matches, { must: found, may: found });
      }
    };
    visit(this.plan.root);
  }

  /**
   * Adds what lists of places say of a text.
   *
   * @param begin the first of the leaf's trigrams whose lists were read now; all before were read earlier
   */
  addLists(index: number, begin: number, end: number, { bucketFor }: Buckets): void {
    const leaf = this.plan.leaves[index] as Leaf;
    const known = this.#leaves[index] ?? unknown;
    let found = leaf.kind === 'text' ? known.may : known.must;
    if (leaf.kind === 'prefix') found = Uint32Array.from(found);
    for (let at = begin; at < end && found !== emptyBitmap; at += 1) {
      const key = leaf.trigrams[at]?.key ?? -1;
      const bucket = bucketFor(key);
      const list = bucket && findList(bucket.places, key);
      if (leaf.kind === 'prefix') {
        if (list !== undefined) addPlaces(list, found);
      } else {
        found = list === undefined ? emptyBitmap : intersectList(found, list);
      }
    }
    const isComplete = end >= leaf.trigrams.length;
    if (leaf.kind === 'prefix') {
      this.#leaves[index] = { must: found, may: isComplete ? found : fullBitmap };
    } else {
      const isExact = isComplete && leaf.isExactByPlaces;
      this.#leaves[index] = { must: isExact ? found : emptyBitmap, may: found };
    }
  }

  /**
   * Compares the positions of a text's trigrams, which decides it if they are all.
   *
   * @param count of how many trigrams, the rarest first
   */
  matchPositions(index: number, count: number, buckets: Buckets, matcher: PositionMatcher): void {
    const leaf = this.plan.leaves[index] as Leaf;
    if (leaf.kind !== 'text') return;
    const found = matcher.match(leaf.trigrams.slice(0, count), buckets);
    const known = this.#leaves[index] ?? unknown;
    this.#leaves[index] =
      count >= leaf.trigrams.length
        ? { must: found, may: found }
        : { must: emptyBitmap, may: intersectBitmaps(known.may, found) };
  }

  /** Combines what is known of the parts. Returns the number of undecided records. */
  combine(): number {
    const { must, may } = this.#boundsOf(this.plan.root);
    this.matches = intersectBitmaps(must, this.#stored);
    this.undecided = subtractBitmap(intersectBitmaps(may, this.#stored), must);
    const undecided = countBits(this.undecided);
    if (undecided === 0) this.undecided = emptyBitmap;
    return undecided;
  }

  /** Adds an undecided record that was found to match. */
  addMatch(place: number): void {
    if (!this.#hasOwnMatches) this.matches = Uint32Array.from(this.matches);
    this.#hasOwnMatches = true;
    this.matches[place >> 5] = (this.matches[place >> 5] ?? 0) | (1 << (place & 31));
  }

  #boundsOf(node: SearchNode): Bounds {
    if ('leaf' in node) return this.#leaves[node.leaf] ?? unknown;
    if ('matches' in node) return this.#columns.get(node.matches) ?? unknown;
    if ('not' in node) {
      const { must, may } = this.#boundsOf(node.not);
      return { must: invertBitmap(may), may: invertBitmap(must) };
    }
    const isAll = 'all' in node;
    const combine = isAll ? intersectBitmaps : uniteBitmaps;
    let must = isAll ? fullBitmap : emptyBitmap;
    let may = must;
    for (const part of isAll ? node.all : node.any) {
      const bounds = this.#boundsOf(part);
      must = combine(must, bounds.must);
      may = combine(may, bounds.may);
    }
    return { must, may };
  }
}

type Buckets = BucketsOfBlock<ListsOfBlock>;

// Reused, as that is synchronous.
const places = new Uint32Array(wordsPerBlock);

function intersectList(found: Bitmap, list: StoredList): Bitmap {
  if (found === fullBitmap) {
    const first = new Uint32Array(wordsPerBlock);
    addPlaces(list, first);
    return first;
  }
  places.fill(0);
  addPlaces(list, places);
  return intersectBitmaps(found, places);
}
