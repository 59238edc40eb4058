import type { DateOrder } from '../../dates/parse-date.js';
import type { ReceivedItem } from '../normalise/received-item.js';
import type { RejectionCode } from '../normalise/rejection-reason.js';

/** What happens to valid items when others of the same import are rejected. */
export type ImportMode = 'PARTIAL' | 'ALL_OR_NOTHING';

/** How items are read: the options that speak of items, see `fileOptions`. */
export interface ItemOptions {
  readonly dateOrder?: DateOrder | null | undefined;
  /** See `readZones`. */
  readonly zones?: string | null | undefined;
  readonly dateFormat?: string | null | undefined;
  readonly timeZone?: string | null | undefined;
  readonly century?: number | null | undefined;
  readonly shortenTitles?: boolean | undefined;
  readonly html?: boolean | undefined;
}

/** An import as a client requests it. */
export interface ImportRequest extends ItemOptions {
  readonly items: readonly ReceivedItem[];
  readonly source?: string | null | undefined;
  readonly idempotencyKey?: string | null | undefined;
  readonly mode: ImportMode;
  readonly dryRun: boolean;
}

/** A rejected item as it should have been. What is null or missing stays as it was received. */
export interface Correction {
  /** The index of the rejection. */
  readonly index: number;
  readonly title?: string | null | undefined;
  readonly uri?: string | null | undefined;
  readonly date?: string | null | undefined;
}

/** A retry of rejected items as a client requests it. */
export interface RetryRequest extends ItemOptions {
  /** The items to retry; all that are not settled if null. */
  readonly corrections?: readonly Correction[] | null | undefined;
  /** Without corrections: only the items that were rejected for this reason. */
  readonly code?: RejectionCode | null | undefined;
  readonly idempotencyKey?: string | null | undefined;
  readonly dryRun: boolean;
}
