import type { DateOptions } from '../../dates/parse-date.js';

/** How the items of an import are read, where their form alone does not say it. */
export interface ItemRules extends DateOptions {
  /** Whether titles that are too long are shortened instead of rejected. */
  readonly shortenTitles?: boolean | undefined;
  /** Whether titles and URIs are written as in HTML, with `&amp;` for `&`. */
  readonly html?: boolean | undefined;
}
