import { type Period, parsePeriod } from './parse-period.js';

/** One condition of a search. All of them must hold. */
export type Term = {
  /** Whether the condition must not hold. */
  readonly isExcluded: boolean;
} & (
  | { readonly field: 'text' | 'title' | 'uri' | 'site'; readonly value: string }
  | { readonly field: 'date'; readonly value: Period }
);

/** The conditions of a search that is sent to the service. */
const maxTerms = 12;

// A sign, a field, and a phrase (whose last quote may not be typed yet) or a word.
const part = /(-?)(?:(title|uri|site|date):)?(?:"([^"]*)"?|(\S+))/giy;

/**
 * Parses what is typed: words, of which all must occur; `"phrases"`; `-without`; and the fields `title:`,
 * `uri:`, `site:` and `date:`. Everything else is literal. Terms after the twelfth are left out.
 */
export function parseQuery(text: string): readonly Term[] {
  const terms: Term[] = [];
  const rest = text.trim();
  part.lastIndex = 0;
  while (part.lastIndex < rest.length && terms.length < maxTerms) {
    if (/\s/.test(rest[part.lastIndex] ?? '')) {
      part.lastIndex += 1;
      continue;
    }
    const found = part.exec(rest);
    if (found === null) break;
    const term = toTerm(found);
    if (term !== undefined) terms.push(term);
  }
  return terms;
}

function toTerm([whole, sign, name, phrase, word]: RegExpExecArray): Term | undefined {
  // A field or a quote that was just typed does not search yet.
  if (phrase === undefined && /^-?(?:title|uri|site|date):$/i.test(whole)) return undefined;
  const value = (phrase ?? word ?? '').trim();
  if (value === '') return undefined;
  const isExcluded = sign === '-';
  const field = (name?.toLowerCase() ?? 'text') as Term['field'];
  if (field === 'site') return { field, value: value.toLowerCase(), isExcluded };
  if (field !== 'date') return { field, value, isExcluded };
  const period = parsePeriod(value);
  if (period === undefined) return { field: 'text', value: `date:${value}`, isExcluded };
  return { field, value: period, isExcluded };
}
