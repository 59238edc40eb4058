import type { RejectionCode, RejectionReason } from '../normalise/rejection-reason.js';

/** How many items were rejected for which reason; an item may have several. */
export type ReasonCounts = Readonly<Partial<Record<RejectionCode, number>>>;

/** Counts on: each of `reasons` holds those of one more rejected item. */
export function countReasons(
  reasons: Iterable<readonly RejectionReason[]>,
  before: ReasonCounts = {},
): ReasonCounts {
  const counts: Partial<Record<RejectionCode, number>> = { ...before };
  for (const ofItem of reasons) {
    // An item may have the same fault in two of its fields.
    for (const code of new Set(ofItem.map(({ code }) => code))) {
      counts[code] = (counts[code] ?? 0) + 1;
    }
  }
  return counts;
}
