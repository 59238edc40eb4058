const maxLength = 150;

// Of paths, of names that Windows refuses, of line ends, and what changes the direction of letters.
const unsafe = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cn}/\\:*?"<>|]+/gu;

/**
 * The header `Content-Disposition` of a download (RFC 6266), with the name in UTF-8 (RFC 8187) and in ASCII.
 * Characters that no file name should have become `-`; what is too long is cut. The name gets the ending
 * of the format if it has another, so that nobody can name a program.
 *
 * @param name as the client wishes it
 * @param ending the file extension, without the dot
 */
export function attachmentNamed(name: string, ending: string): string {
  const suffix = `.${ending}`;
  const stem = name.toLowerCase().endsWith(suffix) ? name.slice(0, -suffix.length) : name;
  const safe = [...stem.toWellFormed().normalize('NFC').replace(unsafe, '-')]
    .slice(0, maxLength)
    .join('')
    // Hidden files, and spaces and dots that Windows drops.
    .replace(/^[\s.]+|[\s.]+$/g, '');
  const file = `${safe || 'records'}${suffix}`;
  const ascii = file
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(/[^\x20-\x7e]|[%"\\]/g, '_');
  const plain = `attachment; filename="${ascii}"`;
  return ascii === file ? plain : `${plain}; filename*=UTF-8''${encodeExtended(file)}`;
}

/** RFC 8187, section 3.2.1: `attr-char` does not have what encodeURIComponent leaves. */
const encodeExtended = (text: string) =>
  encodeURIComponent(text).replace(
    /['()*]/g,
    (each) => `%${each.charCodeAt(0).toString(16).toUpperCase()}`,
  );
