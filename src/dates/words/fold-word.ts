/** Grave, acute, circumflex, tilde, diaeresis and cedilla: the accents of the six languages. */
const accents = /(?<=[a-z])[\u0300-\u0303\u0308\u0327]/g;

/**
 * Lower case without accents, so that `MARÇO`, `março` in NFC or NFD, and `marco` are one word.
 * Anything other than an accented Latin letter stays as it is, and is therefore not understood.
 */
export function foldWord(text: string): string {
  const lower = text.toLowerCase();
  return isPlain(lower) ? lower : lower.normalize('NFD').replace(accents, '');
}

function isPlain(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) {
    if (text.charCodeAt(index) > 127) return false;
  }
  return true;
}
