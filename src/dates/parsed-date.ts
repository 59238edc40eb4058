/** The reasons for which a date alone is refused. */
export type DateRejectionCode =
  | 'DATE_MISSING'
  | 'DATE_UNREADABLE'
  | 'DATE_WITHOUT_YEAR'
  | 'DATE_AMBIGUOUS'
  | 'DATE_IMPOSSIBLE'
  | 'DATE_OUT_OF_RANGE';

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
 * At most 60 characters of a text, quoted as JSON. Characters that JSON does not escape, such as U+0085
 * and U+202E, are left as they are: whatever shows the message to people must escape them.
 */
export function quoteText(text: string): string {
  const start = text.slice(0, QUOTED_CHARACTERS);
  return JSON.stringify(text.length > QUOTED_CHARACTERS ? `${start}…` : start);
}

/** Makes the sentence for the sender of the date, which quotes it by {@link quoteText}. */
export function rejectDate(refusal: Refusal, text: string): ParsedDate {
  return { code: refusal.code, message: `The date ${quoteText(text)} ${refusal.explanation}` };
}
