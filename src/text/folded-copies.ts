import { domainToUnicode } from 'node:url';
import { cleanText } from './clean-text.js';
import { foldText, joinFoldedForms } from './fold-text.js';

/** The copies of a record's title and URI that searches read. */
export interface FoldedCopies {
  readonly titleFolded: string;
  readonly uriFolded: string;
}

/** Folds the title and URI of a record. */
export function createFoldedCopies(title: string, uri: string): FoldedCopies {
  return { titleFolded: joinFoldedForms(foldText(title)), uriFolded: foldUri(uri) };
}

/** The folded URI and, where it has escapes, the readable form that people search for. */
function foldUri(uri: string): string {
  const folded = foldText(uri);
  if (!/%|xn--/.test(folded)) return joinFoldedForms(folded);
  return joinFoldedForms(folded, foldText(cleanText(toReadableUri(uri))));
}

function toReadableUri(uri: string): string {
  const { hostname } = new URL(uri);
  const readable = uri.replace(hostname, () => domainToUnicode(hostname) || hostname);
  // Runs of escapes that are not UTF-8 stay as they are.
  return readable.replace(/(?:%[0-9a-f]{2})+/gi, (escapes) => {
    try {
      return decodeURIComponent(escapes);
    } catch {
      return escapes;
    }
  });
}
