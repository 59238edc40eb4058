import type { Leaf, SearchNode, SearchPlan } from './search-plan.js';

/** Lists of a leaf that are read together: those of its trigrams from `begin` to before `end`. */
export interface LeafLists {
  readonly leaf: number;
  readonly begin: number;
  readonly end: number;
}

// As many lists as are read at once of a text of one or two units at first: they often suffice.
const firstOfPrefix = 8;

/**
 * The order in which the lists of a plan are read: first the fewest that can rule records out, then the
 * others, the shortest first, in rounds that double, as each round is read only where it is still needed.
 */
export class ListRounds {
  readonly #read: number[];
  #readBefore: readonly number[] = [];
  #rounds = 0;
  #lists = 0;

  constructor(private readonly plan: SearchPlan) {
    this.#read = plan.leaves.map(() => 0);
  }

  /**
   * Whether, without the round that comes next, so many lists of each text are read, or all of it.
   *
   * @param prefixLists the same for texts of one or two units
   */
  hasRead(lists: number, prefixLists: number): boolean {
    return this.plan.leaves.every(({ kind, trigrams }, leaf) => {
      const needed = Math.min(kind === 'text' ? lists : prefixLists, trigrams.length);
      return (this.#readBefore[leaf] ?? 0) >= needed;
    });
  }

  /** The next lists to read; none if all were read. */
  next(): LeafLists[] {
    const before = [...this.#read];
    this.#readBefore = before;
    const first = this.#rounds === 0 ? rarest(this.plan, this.plan.root) : undefined;
    if (first === undefined) this.#takeShortest(Math.max(1, this.#lists));
    else for (const leaf of first.leaves) this.#take(leaf, firstListsOf(this.plan.leaves[leaf]));
    this.#rounds += 1;
    return before
      .map((begin, leaf) => ({ leaf, begin, end: this.#read[leaf] ?? 0 }))
      .filter(({ begin, end }) => begin < end);
  }

  #takeShortest(count: number): void {
    for (let taken = 0; taken < count; taken += 1) {
      let shortest = -1;
      let least = Infinity;
      for (const [leaf, { trigrams }] of this.plan.leaves.entries()) {
        const next = trigrams[this.#read[leaf] ?? 0];
        if (next === undefined || next.records >= least) continue;
        least = next.records;
        shortest = leaf;
      }
      if (shortest < 0) return;
      this.#take(shortest, 1);
    }
  }

  #take(leaf: number, count: number): void {
    const read = this.#read[leaf] ?? 0;
    const end = Math.min(this.plan.leaves[leaf]?.trigrams.length ?? 0, read + count);
    this.#read[leaf] = end;
    this.#lists += end - read;
  }
}

const firstListsOf = (leaf: Leaf | undefined) => (leaf?.kind === 'prefix' ? firstOfPrefix : 1);

/** Texts of which a record must contain one, and the number of entries in the lists that find them. */
interface Rarest {
  readonly leaves: readonly number[];
  readonly records: number;
}

/** The rarest texts of which any matching record contains one; undefined if it need not contain any. */
export function rarest(plan: SearchPlan, node: SearchNode): Rarest | undefined {
  if ('leaf' in node) {
    const leaf = plan.leaves[node.leaf];
    const [first] = leaf?.trigrams ?? [];
    const records =
      leaf?.kind === 'prefix'
        ? leaf.trigrams.reduce((sum, trigram) => sum + trigram.records, 0)
        : (first?.records ?? 0);
    return { leaves: [node.leaf], records };
  }
  if ('all' in node) {
    const parts = node.all.map((part) => rarest(plan, part)).filter((part) => part !== undefined);
    return parts.sort((a, b) => a.records - b.records)[0];
  }
  if ('any' in node) {
    const parts = node.any.map((part) => rarest(plan, part));
    const known = parts.filter((part) => part !== undefined);
    if (known.length < parts.length) return undefined;
    const leaves = [...new Set(known.flatMap((part) => part.leaves))];
    return { leaves, records: known.reduce((sum, part) => sum + part.records, 0) };
  }
  return undefined;
}
