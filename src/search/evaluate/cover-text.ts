/** A trigram of a text. */
export interface TextTrigram {
  readonly key: number;
  /** Where in the text it is. */
  readonly offset: number;
  /** How many records contain it. */
  readonly records: number;
}

const unitsPerTrigram = 3;

/**
 * Chooses trigrams that together contain each unit of a text, and are as rare as possible. A record in which
 * they occur at the right distances contains the text. The rarest of all is always among them.
 *
 * @param trigrams those of the text, in its order
 * @returns the rarest first
 */
export function coverText(trigrams: readonly TextTrigram[]): TextTrigram[] {
  // The smallest cost of covering the text up to each trigram, and the trigram before it.
  const costs: number[] = [];
  const previous: number[] = [];
  const perList = Math.max(...trigrams.map(({ records }) => records)) / costOfList;
  for (const [at, { records }] of trigrams.entries()) {
    let best = at === 0 ? 0 : Infinity;
    previous[at] = -1;
    for (let before = Math.max(0, at - unitsPerTrigram); before < at; before += 1) {
      const cost = costs[before] ?? Infinity;
      if (cost >= best) continue;
      best = cost;
      previous[at] = before;
    }
    costs[at] = best + records + perList;
  }
  const chosen = new Set<TextTrigram>();
  for (let at = trigrams.length - 1; at >= 0; at = previous[at] ?? -1) {
    const trigram = trigrams[at];
    if (trigram !== undefined) chosen.add(trigram);
  }
  const byRecords = (a: TextTrigram, b: TextTrigram) => a.records - b.records;
  const [rarest] = trigrams.toSorted(byRecords);
  if (rarest !== undefined) chosen.add(rarest);
  return [...chosen].sort(byRecords);
}

// To find a list takes about as long as to read one of a fourth of the longest.
const costOfList = 4;
