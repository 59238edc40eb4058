/**
 * Every reason for which an item is refused, with what it means.
 * The GraphQL enum `RejectionCode` and the page docs/reference/rejection-codes.md come from this list.
 */
export const rejectionCodes = {
  TITLE_MISSING: 'The title is null, empty or blank.',
  TITLE_TOO_LONG: 'The normalised title has more than 255 characters.',
  URI_MISSING: 'The uri is null, empty or blank.',
  URI_RELATIVE: 'The uri has no scheme of its own, like `/a`, `a.html` or `//host/a`.',
  URI_SCHEME_UNSUPPORTED: 'The uri has a scheme other than http and https.',
  URI_INVALID: 'The uri starts like an http uri, but no browser could open it, or it is two links.',
  URI_TOO_LONG: 'The normalised uri has more than 2048 characters.',
  DATE_MISSING: 'The date is null, empty or blank.',
  DATE_UNREADABLE: 'The date is in no form that is understood as a whole.',
  DATE_WITHOUT_YEAR: 'The date names a day and a month, but no year.',
  DATE_AMBIGUOUS:
    'The date can be read in several ways, like `01/02/2003` without a `dateOrder`, or with a time zone `CST` without `zones`.',
  DATE_IMPOSSIBLE: 'The date names a day or a time that does not exist, like `2023-02-30`.',
  DATE_OUT_OF_RANGE: 'The date lies before the year 1000 or after the year 9999.',
  ROW_UNREADABLE:
    'The row of a file is no item: it is no JSON object, one without a title, uri and date, no line of CSV, not in UTF-8, or too large to be read.',
  VALUE_NOT_TEXT:
    'The title, uri or date is neither a text nor a number nor null; in `bulkImport`, numbers must be whole.',
  IMPORT_ABORTED: 'The item is valid, but another one of its `ALL_OR_NOTHING` import is not.',
} as const;

/** A code of {@link rejectionCodes}. */
export type RejectionCode = keyof typeof rejectionCodes;

/** Why an item was refused: an expected outcome, therefore a value and never thrown. */
export interface RejectionReason {
  readonly code: RejectionCode;
  /** The item's field that is at fault. */
  readonly field: 'title' | 'uri' | 'date' | 'item';
  /** A full sentence that says what was received and what is allowed. */
  readonly message: string;
}
