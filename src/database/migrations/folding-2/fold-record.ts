import { domainToUnicode } from 'node:url';

// Frozen: part of migrations that have run on databases out there; see ../README.md. Never edit it. This
// is a copy of what `src/text` did when version 2 of the folding was made, without its reasons.

/** The copies of a record's texts that searches read. */
export interface FoldedCopies {
  readonly titleFolded: string;
  readonly uriFolded: string;
}

/** Folds a title and a URI by version 2 of the rules. */
export function foldRecord(title: string, uri: string): FoldedCopies {
  return { titleFolded: joinForms(foldText(title)), uriFolded: foldUri(uri) };
}

function foldUri(uri: string): string {
  const folded = foldText(uri);
  if (!/%|xn--/.test(folded)) return joinForms(folded);
  return joinForms(folded, foldText(cleanText(toReadableUri(uri))));
}

const joinForms = (...forms: string[]) => `\n${forms.map((form) => form.trim()).join('\n')}\n`;

function toReadableUri(uri: string): string {
  const { hostname } = new URL(uri);
  const readable = uri.replace(hostname, () => domainToUnicode(hostname) || hostname);
  return readable.replace(/(?:%[0-9a-f]{2})+/gi, (escapes) => {
    try {
      return decodeURIComponent(escapes);
    } catch {
      return escapes;
    }
  });
}

const maxNormalised = 255 * 4 * 2;
const maxRun = 1000;
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what \p{Cc} stands for
const spaces = /[\s\u0000-\u001f\u007f-\u009f]{1,1000}/g;

function cleanText(text: string): string {
  const clean = collapse(text.toWellFormed()).trim();
  return clean.length > maxNormalised ? clean : clean.normalize('NFC');
}

function collapse(text: string): string {
  const shorter = text.replace(spaces, ' ');
  return text.length > maxRun && shorter.includes('  ') ? collapse(shorter) : shorter;
}

// cspell:disable
const typed: readonly [plain: string, written: string][] = [
  // Quotation marks, primes, and modifier letters that are written as apostrophes.
  ["'", '‘’‚‛‹›❛❜❟′‵´΄᾽᾿῾ʹʻʼʽʾʿ՚׳ꞌ'],
  ['"', '“”„‟«»❝❞❠❮❯〝〞〟″‶ʺˮ״⹂'],
  ['-', '‐‑‒–—―−⸺⸻﹘˗֊־᠆⸗⹀'],
  ['...', '⋯'],
  ['/', '⁄∕'],
  ['~', '〜'],
  // Letters that Unicode does not decompose, though people search for them without their strokes.
  ['ss', 'ß'],
  ['ae', 'æ'],
  ['oe', 'œ'],
  ['o', 'ø'],
  ['d', 'đð'],
  ['l', 'ł'],
  ['h', 'ħ'],
  ['th', 'þ'],
  ['i', 'ı'],
  // Lower-casing a capital sigma depends on its place in the word; a search must not.
  ['σ', 'ς'],
];

// cspell:enable
const plain = new Map(typed.flatMap(([to, written]) => [...written].map((from) => [from, to])));
const written = [...plain.keys()].join('');

// What nobody sees, and characters whose compatibility form is something else: a space with an accent,
// or two primes.
const beforeDecomposition = /\p{Default_Ignorable_Code_Point}|[´΄᾽᾿῾″‶]/gu;

// Accents, with the space that carries one where it stands alone, and all of the table.
const afterDecomposition = new RegExp(` *[\\u0300-\\u036f]+| +(?=\\p{M})|[${written}]`, 'gu');

const plainOf = (found: string) => plain.get(found) ?? '';

// biome-ignore lint/suspicious/noControlCharactersInRegex: the range of ASCII is meant
const onlyAscii = /^[\x00-\x7f]*$/;

// Most other texts need no more than this. Of these letters only ŉ holds anything else.
// biome-ignore lint/suspicious/noControlCharactersInRegex: the range of ASCII is meant
const onlyLatin = /^[\x00-\x7f\u00c0-\u0148\u014a-\u017f]*$/;
const accents = /[\u0300-\u036f]/g;
const letters = /[ßæœøđðłħþı]/g; // cspell:disable-line

function foldText(text: string): string {
  if (onlyAscii.test(text)) return text.toLowerCase();
  if (onlyLatin.test(text)) {
    return text.normalize('NFKD').replace(accents, '').toLowerCase().replace(letters, plainOf);
  }
  return text
    .replace(beforeDecomposition, plainOf)
    .normalize('NFKD')
    .toLowerCase()
    .replace(afterDecomposition, plainOf)
    .normalize('NFKC')
    .replace(/ {2,}/g, ' ');
}
