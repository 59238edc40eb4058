import type { DateOrder } from '../../dates/parse-date.js';
import type { ReceivedItem } from '../normalise/normalise-record.js';

/** Whether valid items are stored although others of the same import are rejected. */
export type ImportMode = 'PARTIAL' | 'ALL_OR_NOTHING';

/** What to import, and how. */
export interface ImportRequest {
  readonly items: readonly ReceivedItem[];
  readonly source?: string | null | undefined;
  readonly idempotencyKey?: string | null | undefined;
  readonly mode: ImportMode;
  readonly dryRun: boolean;
  readonly dateOrder?: DateOrder | null | undefined;
  /** See `readZones`. */
  readonly zones?: string | null | undefined;
}
