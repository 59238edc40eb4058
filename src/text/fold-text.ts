/**
 * The version of these rules. Stored copies were folded by the rules of their day: any change in what a
 * text folds to, or in which trigrams are indexed, must raise the version and add a migration that folds
 * and indexes all records again, see ADR 12.
 */
export const foldingVersion = 2;

// cspell:disable
/** What people type instead of each of these characters. */
const replacements: readonly [plain: string, written: string][] = [
  // Quotation marks, primes, and modifier letters that are written as apostrophes.
  ["'", '‘’‚‛‹›❛❜❟′‵´΄᾽᾿῾ʹʻʼʽʾʿ՚׳ꞌ'],
  ['"', '“”„‟«»❝❞❠❮❯〝〞〟″‶ʺˮ״⹂'],
  ['-', '‐‑‒–—―−⸺⸻﹘˗֊־᠆⸗⹀'],
  ['...', '⋯'],
  ['/', '⁄∕'],
  ['~', '〜'],
  // Letters that Unicode does not decompose, but that people type without their strokes.
  ['ss', 'ß'],
  ['ae', 'æ'],
  ['oe', 'œ'],
  ['o', 'ø'],
  ['d', 'đð'],
  ['l', 'ł'],
  ['h', 'ħ'],
  ['th', 'þ'],
  ['i', 'ı'],
  // The lower case of a capital sigma depends on its place in the word; a search must not.
  ['σ', 'ς'],
];

// cspell:enable
const plain = new Map(
  replacements.flatMap(([to, written]) => [...written].map((from) => [from, to])),
);
const written = [...plain.keys()].join('');

// Invisible characters, and those whose compatibility form is something else: a space with an accent, or
// two primes.
const beforeDecomposition = /\p{Default_Ignorable_Code_Point}|[´΄᾽᾿῾″‶]/gu;

// Accents, with the space that carries a lone one, and everything in the table.
const afterDecomposition = new RegExp(` *[\\u0300-\\u036f]+| +(?=\\p{M})|[${written}]`, 'gu');

const toPlain = (found: string) => plain.get(found) ?? '';

// biome-ignore lint/suspicious/noControlCharactersInRegex: the ASCII range is intended
const onlyAscii = /^[\x00-\x7f]*$/;

// Most other texts need no more than this. Of these letters, only ŉ needs more, and is left out.
// biome-ignore lint/suspicious/noControlCharactersInRegex: the ASCII range is intended
const onlyLatin = /^[\x00-\x7f\u00c0-\u0148\u014a-\u017f]*$/;
const accents = /[\u0300-\u036f]/g;
const letters = /[ßæœøđðłħþı]/g; // cspell:disable-line

/**
 * The form of a text that searches compare: without case, accents and compatibility forms (`ﬁ`,
 * full-width letters), with plain quotes, dashes and dots, and without invisible characters
 * such as soft hyphens and zero-width spaces. Two texts match exactly when their folded forms do, on
 * every database engine, because engines only ever compare the bytes of this form.
 *
 * Marks outside the Latin, Greek and Cyrillic scripts are kept: they change the letter there.
 *
 * @param text without runs of spaces
 */
export function foldText(text: string): string {
  if (onlyAscii.test(text)) return text.toLowerCase();
  if (onlyLatin.test(text)) {
    return text.normalize('NFKD').replace(accents, '').toLowerCase().replace(letters, toPlain);
  }
  return text
    .replace(beforeDecomposition, toPlain)
    .normalize('NFKD')
    .toLowerCase()
    .replace(afterDecomposition, toPlain)
    .normalize('NFKC')
    .replace(/ {2,}/g, ' ');
}

/**
 * The value of a folded column: each folded form of a text on a line of its own, between line feeds.
 * "Starts with" and "equals" thus become substring searches: for `\n` + text, and for `\n` + text + `\n`.
 */
export function joinFoldedForms(...forms: string[]): string {
  return `\n${forms.map((form) => form.trim()).join('\n')}\n`;
}
