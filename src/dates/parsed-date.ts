import type { RejectionCode } from '../imports/normalise/rejection-reason.js';
import { escapeControlCharacters } from '../text/clean-text.js';

/** The reasons for which a date alone is refused. */
export type DateRejectionCode = Extract<RejectionCode, `DATE_${string}`>;

/** What became of a date as received: the UTC instant it names, or why it names none. */
export type ParsedDate =
  | { readonly instant: Date }
  | { readonly code: DateRejectionCode; readonly message: string };

/** Why one reader refuses a text. The explanation continues the sentence `The date "…" `. */
export interface Refusal {
  readonly code: DateRejectionCode;
  readonly explanation: string;
}

/**
 * The answer of one reader: milliseconds since 1970-01-01T00:00:00Z, a refusal, or `undefined`
 * if the text is not in any of the reader's forms.
 */
export type Answer = number | Refusal | undefined;

const QUOTED_CHARACTERS = 60;

/**
 * Makes the sentence that is reported to the person who sent the date.
 * Quotes at most 60 characters of it, with what steers a terminal escaped, because the text is
 * untrusted and ends up in logs and terminals.
 */
export function rejectDate(refusal: Refusal, text: string): ParsedDate {
  const start = text.slice(0, QUOTED_CHARACTERS);
  const quoted = escapeControlCharacters(
    JSON.stringify(text.length > QUOTED_CHARACTERS ? `${start}…` : start),
  );
  return { code: refusal.code, message: `The date ${quoted} ${refusal.explanation}` };
}
