const lineFeed = 0x0a;

/**
 * Empties the first lines of an input, which keep their line feeds so that all others keep their numbers.
 *
 * @param count how many lines
 */
export async function* skipLines(
  input: AsyncIterable<Uint8Array>,
  count: number,
): AsyncGenerator<Uint8Array> {
  let left = count;
  for await (const bytes of input) {
    let from = 0;
    let feeds = 0;
    while (left > 0 && from < bytes.length) {
      const feed = bytes.indexOf(lineFeed, from);
      from = feed === -1 ? bytes.length : feed + 1;
      if (feed === -1) break;
      feeds += 1;
      left -= 1;
    }
    if (feeds > 0) yield Buffer.alloc(feeds, lineFeed);
    if (from < bytes.length) yield bytes.subarray(from);
  }
}

/**
 * Empties the lines of an input that are comments, in the same way.
 *
 * @param start how they begin
 */
export async function* skipComments(
  input: AsyncIterable<Uint8Array>,
  start: string,
): AsyncGenerator<Uint8Array> {
  const mark = Buffer.from(start);
  /** How many bytes of the mark the line has matched; -1 if it is not a comment. */
  let matched = 0;
  for await (const bytes of input) {
    const kept: Uint8Array[] = [];
    let from = 0;
    while (from < bytes.length) {
      if (matched === mark.length || matched === -1) {
        const feed = bytes.indexOf(lineFeed, from);
        const to = feed === -1 ? bytes.length : feed + 1;
        if (matched === -1) kept.push(bytes.subarray(from, to));
        else if (feed !== -1) kept.push(bytes.subarray(feed, to));
        from = to;
        if (feed !== -1) matched = 0;
      } else if (bytes[from] === mark[matched]) {
        matched += 1;
        from += 1;
      } else {
        // What began like a comment is not one.
        if (matched > 0) kept.push(mark.subarray(0, matched));
        matched = -1;
      }
    }
    if (kept.length > 0) yield Buffer.concat(kept);
  }
  if (matched > 0 && matched < mark.length) yield mark.subarray(0, matched);
}

/** A text without the comments and blank lines at its beginning; nothing if one of them may go on. */
export function dropComments(text: string, start: string | undefined): string {
  if (start === undefined) return text;
  let rest = text.trimStart();
  while (rest.startsWith(start)) {
    const end = rest.indexOf('\n');
    if (end === -1) return '';
    rest = rest.slice(end + 1).trimStart();
  }
  return start.startsWith(rest) ? '' : rest;
}
