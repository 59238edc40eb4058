// Enough to tell rows apart; the rest of a long text would only make the index slower.
const maxWanted = 32;

/** The runs of three code points in a text, each once. */
export function trigramsOf(text: string): Set<string> {
  const points = [...text];
  return new Set(points.slice(2).map((_, at) => points.slice(at, at + 3).join('')));
}

/** The trigrams by which a text is looked up: all of a short one, some of a long one. */
export function wantedTrigrams(text: string): string[] {
  return [...trigramsOf(text)].slice(0, maxWanted);
}
