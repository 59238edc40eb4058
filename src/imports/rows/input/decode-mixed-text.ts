import { isUtf8 } from 'node:buffer';

const windows1252 = new TextDecoder('windows-1252');

// Of two to four bytes, as a character for each byte.
const sequence = /([\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3})/;

/**
 * Reads bytes that are no UTF-8 as a whole so that no letter is lost: what is UTF-8 in them as that, and
 * the others as Windows-1252, in which most files of Western Europe and America are that are not in UTF-8.
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
