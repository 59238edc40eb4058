import type { RejectedItem } from '../run/partition-items.js';
import type { ImportState } from '../targets/import-target.js';

/** What became of some rows; the three counts add up to how many they are. */
export interface Outcome {
  readonly inserted: number;
  readonly duplicates: number;
  readonly rejections: readonly RejectedItem[];
}

/** What became of no rows at all. */
export const zeroOutcome: ImportState = {
  received: 0,
  inserted: 0,
  duplicates: 0,
  rejected: 0,
  reasonCounts: {},
  rejectionsNotKept: 0,
  importId: null,
  replayed: false,
};

/** The state after some more rows. */
export function addOutcome(
  state: ImportState,
  { inserted, duplicates, rejections }: Outcome,
): ImportState {
  const reasonCounts: Record<string, number> = { ...state.reasonCounts };
  for (const { reasons } of rejections) {
    for (const code of new Set(reasons.map((reason) => reason.code))) {
      reasonCounts[code] = (reasonCounts[code] ?? 0) + 1;
    }
  }
  return {
    ...state,
    received: state.received + inserted + duplicates + rejections.length,
    inserted: state.inserted + inserted,
    duplicates: state.duplicates + duplicates,
    rejected: state.rejected + rejections.length,
    reasonCounts,
  };
}
