import { isUtf8 } from 'node:buffer';

const windows1252 = new TextDecoder('windows-1252');

// Two to four bytes, each as one character.
const sequence = /([\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3})/;

/**
 * Decodes bytes that are not UTF-8 as a whole without losing a letter: valid UTF-8 sequences as such, and
 * the rest as Windows-1252, the encoding of most other files from Western Europe and America.
 */
export function decodeMixedText(bytes: Buffer): string {
  return bytes
    .toString('latin1')
    .split(sequence)
    .map((part, at) => {
      const given = Buffer.from(part, 'latin1');
      return at % 2 === 1 && isUtf8(given) ? given.toString() : windows1252.decode(given);
    })
    .join('');
}
