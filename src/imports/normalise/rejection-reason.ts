/**
 * Every reason for rejecting an item, with its meaning.
 * The GraphQL enum `RejectionCode` and the page docs/reference/rejection-codes.md come from this list.
 */
export const rejectionCodes = {
  TITLE_MISSING: 'The title is null, empty or blank.',
  TITLE_TOO_LONG: 'The normalised title has more than 255 characters.',
  URI_MISSING: 'The URI is null, empty or blank.',
  URI_RELATIVE: 'The URI has no scheme, like `/a`, `a.html` or `//host/a`.',
  URI_SCHEME_UNSUPPORTED: 'The URI has a scheme other than http and https.',
  URI_INVALID:
    'The URI starts like an http(s) URI, but no browser could open it, or it consists of two links.',
  URI_TOO_LONG: 'The normalised URI has more than 2048 characters.',
  DATE_MISSING: 'The date is null, empty or blank.',
  DATE_UNREADABLE: 'The date as a whole is not in a supported format.',
  DATE_WITHOUT_YEAR: 'The date has a day and a month, but no year.',
  DATE_AMBIGUOUS:
    'The date can be read in more than one way, like `01/02/2003` without a `dateOrder`, or the time zone `CST` without `zones`.',
  DATE_IMPOSSIBLE: 'The date names a day or time that does not exist, like `2023-02-30`.',
  DATE_OUT_OF_RANGE: 'The date is before the year 1000 or after the year 9999.',
  ROW_UNREADABLE:
    'The row of a file is not an item: it is not a JSON object, has no title, URI and date, is not valid CSV, is not valid UTF-8, or is too large.',
  VALUE_NOT_TEXT:
    'The title, URI or date is neither a string nor a number nor null; in `bulkImport`, numbers must be integers.',
  IMPORT_ABORTED: 'The item is valid, but another item of its `ALL_OR_NOTHING` import is not.',
} as const;

/** A code of {@link rejectionCodes}. */
export type RejectionCode = keyof typeof rejectionCodes;

/** Why an item was rejected: an expected outcome, so it is a value and never thrown. */
export interface RejectionReason {
  readonly code: RejectionCode;
  /** The field at fault; `item` for the item as a whole. */
  readonly field: 'title' | 'uri' | 'date' | 'item';
  /** A full sentence that says what was received and what is allowed. */
  readonly message: string;
}
