// Letters that Unicode does not decompose, though people search for them without their strokes.
const plainLetters: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ł: 'l',
  ħ: 'h',
  þ: 'th',
  ı: 'i',
  // Lower-casing a capital sigma depends on its place in the word; a search must not.
  ς: 'σ',
};

/**
 * The form of a text that searches compare: without case, accents, variation selectors and
 * compatibility forms (`ﬁ`, full-width letters). Two texts match exactly when their folded forms do,
 * on every database engine, because engines only ever compare the bytes of this form.
 *
 * Marks outside the Latin, Greek and Cyrillic scripts are kept, as they change the letter there.
 */
export function foldText(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the range of ASCII is meant
  if (/^[\x00-\x7f]*$/.test(text)) return text.toLowerCase();
  return text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f\ufe00-\ufe0f]/gu, '')
    .toLowerCase()
    .replace(/[ßæœøđðłħþıς]/g, (letter) => plainLetters[letter] ?? letter)
    .normalize('NFKC');
}

/**
 * What a folded column holds: each folded form of a text on a line of its own, between line feeds.
 * So "starts with" and "is" are also searches for a part: of `\n` + text, and of `\n` + text + `\n`.
 */
export function foldedLines(...forms: string[]): string {
  return `\n${forms.join('\n')}\n`;
}
