import type { RejectedItem } from '../normalise/rejected-item.js';
import type { RejectionCode, RejectionReason } from '../normalise/rejection-reason.js';

/** How many items were rejected for each reason; an item may have several. */
export type ReasonCounts = Readonly<Partial<Record<RejectionCode, number>>>;

/** The outcome of an import's items. */
export interface ImportCounts {
  /** The sum of `inserted`, `duplicates` and `rejected`. */
  readonly received: number;
  readonly inserted: number;
  readonly duplicates: number;
  readonly rejected: number;
  readonly reasonCounts: ReasonCounts;
}

/** The counts of no items. */
export const zeroCounts: ImportCounts = {
  received: 0,
  inserted: 0,
  duplicates: 0,
  rejected: 0,
  reasonCounts: {},
};

/** Adds two counts. The arguments may have other properties; the result has none of them. */
export function addCounts(a: ImportCounts, b: ImportCounts): ImportCounts {
  const reasonCounts: Partial<Record<RejectionCode, number>> = { ...a.reasonCounts };
  for (const [code, count] of Object.entries(b.reasonCounts) as [RejectionCode, number][]) {
    reasonCounts[code] = (reasonCounts[code] ?? 0) + count;
  }
  return {
    received: a.received + b.received,
    inserted: a.inserted + b.inserted,
    duplicates: a.duplicates + b.duplicates,
    rejected: a.rejected + b.rejected,
    reasonCounts,
  };
}

/** The outcome of some items, with every rejection. */
export interface Outcome {
  readonly inserted: number;
  readonly duplicates: number;
  readonly rejections: readonly RejectedItem[];
}

/** The counts of some items. */
export function countOutcome({ inserted, duplicates, rejections }: Outcome): ImportCounts {
  return {
    received: inserted + duplicates + rejections.length,
    inserted,
    duplicates,
    rejected: rejections.length,
    reasonCounts: countReasons(rejections.map(({ reasons }) => reasons)),
  };
}

/** Counts the reasons of rejected items, each of which has one list. */
function countReasons(items: Iterable<readonly RejectionReason[]>): ReasonCounts {
  const counts: Partial<Record<RejectionCode, number>> = {};
  for (const reasons of items) {
    // An item may have the same fault in two of its fields.
    for (const code of new Set(reasons.map((reason) => reason.code))) {
      counts[code] = (counts[code] ?? 0) + 1;
    }
  }
  return counts;
}
