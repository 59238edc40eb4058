import { highlight } from '../query/highlight.js';

/** A text with what was searched for marked. */
export function Marked({
  text,
  terms,
}: {
  readonly text: string;
  /** In the form of `foldTerms`. */
  readonly terms: readonly string[];
}) {
  return (
    <>
      {highlight(text, terms).map((piece, at) =>
        piece.isMatch ? <mark key={at}>{piece.text}</mark> : piece.text,
      )}
    </>
  );
}
