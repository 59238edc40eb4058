import type { DateOrder } from '../../dates/parse-date.js';
import type { ReceivedItem } from '../normalise/received-item.js';

/** What happens to valid items when others of the same import are rejected. */
export type ImportMode = 'PARTIAL' | 'ALL_OR_NOTHING';

/** An import as a client requests it. */
export interface ImportRequest {
  readonly items: readonly ReceivedItem[];
  readonly source?: string | null | undefined;
  readonly idempotencyKey?: string | null | undefined;
  readonly mode: ImportMode;
  readonly dryRun: boolean;
  readonly dateOrder?: DateOrder | null | undefined;
  /** See `readZones`. */
  readonly zones?: string | null | undefined;
  /** The other options that speak of items, see `fileOptions`. */
  readonly dateFormat?: string | null | undefined;
  readonly timeZone?: string | null | undefined;
  readonly century?: number | null | undefined;
  readonly shortenTitles?: boolean | undefined;
  readonly html?: boolean | undefined;
}
