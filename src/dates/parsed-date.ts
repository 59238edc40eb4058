/** The reasons for which a date alone is rejected. */
export type DateRejectionCode =
  | 'DATE_MISSING'
  | 'DATE_UNREADABLE'
  | 'DATE_WITHOUT_YEAR'
  | 'DATE_AMBIGUOUS'
  | 'DATE_IMPOSSIBLE'
  | 'DATE_OUT_OF_RANGE';

/** The outcome for a date as received: the UTC instant that it names, or why it names none. */
export type ParsedDate =
  | { readonly instant: Date }
  | { readonly code: DateRejectionCode; readonly message: string };

/** Why a reader rejects a text. The explanation continues the sentence `The date "…" `. */
export interface Rejection {
  readonly code: DateRejectionCode;
  readonly explanation: string;
}

/**
 * What a reader returns: milliseconds since 1970-01-01T00:00:00Z, a rejection, or `undefined` if the
 * text is not in any of the reader's forms.
 */
export type Outcome = number | Rejection | undefined;

/**
 * Quotes a part of what was received, of any length, for a message. The text is untrusted, and only
 * the caller knows what must be escaped where its messages end up, such as terminals and logs.
 */
export type Quote = (text: string) => string;

const maxQuoted = 60;

/** The text as a JSON string, cut after 60 characters. */
export const quoteAsJson: Quote = (text) =>
  JSON.stringify(text.length > maxQuoted ? `${text.slice(0, maxQuoted)}…` : text);

/** Creates the sentence that is reported to the sender of the date. */
export function describeRejection(
  { code, explanation }: Rejection,
  text: string,
  quote: Quote,
): ParsedDate {
  return { code, message: `The date ${quote(text)} ${explanation}` };
}
