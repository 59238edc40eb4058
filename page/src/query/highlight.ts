import { foldText } from '../../../src/text/fold-text.js';
import type { Term } from './parse-query.js';

/** A piece of a text, and whether it is what was searched for. */
export interface Piece {
  readonly text: string;
  readonly isMatch: boolean;
}

const segmenter = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** The texts of a search that titles or URIs may contain, in the form in which they are compared. */
export function foldTerms(terms: readonly Term[], field: 'title' | 'uri'): readonly string[] {
  return terms.flatMap((term) => {
    const isThere = !term.isExcluded && (term.field === 'text' || term.field === field);
    const folded = isThere ? foldText(String(term.value).replace(/\s+/g, ' ')) : '';
    return folded === '' ? [] : [folded];
  });
}

/** Splits a text at the occurrences of folded texts. The pieces together are the text. */
export function highlight(text: string, folded: readonly string[]): readonly Piece[] {
  if (folded.length === 0 || text === '') return [{ text, isMatch: false }];
  const { plain, origins } = foldByCharacter(text);
  const isMarked = new Uint8Array(text.length);
  for (const each of folded) {
    for (let at = plain.indexOf(each); at >= 0; at = plain.indexOf(each, at + each.length)) {
      const end = origins[at + each.length] ?? text.length;
      isMarked.fill(1, origins[at], Math.max(end, (origins[at] ?? 0) + 1));
    }
  }
  const pieces: Piece[] = [];
  for (let start = 0, end = 0; start < text.length; start = end) {
    while (end < text.length && isMarked[end] === isMarked[start]) end += 1;
    pieces.push({ text: text.slice(start, end), isMatch: isMarked[start] === 1 });
  }
  return pieces;
}

/** A folded text, and where in the original each of its characters begins. */
function foldByCharacter(text: string): { plain: string; origins: readonly number[] } {
  let plain = '';
  const origins: number[] = [];
  for (const { segment, index } of segmenter.segment(text)) {
    const folded = foldText(segment);
    plain += folded;
    for (let at = 0; at < folded.length; at += 1) origins.push(index);
  }
  return { plain, origins };
}
