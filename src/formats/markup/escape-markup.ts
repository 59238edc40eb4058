/**
 * Escapes text for the content of elements and for attributes in double quotes, of HTML and XML alike.
 * U+FFFE and U+FFFF become U+FFFD, as XML 1.0, section 2.2, has no way to write them; the text must not have
 * any other control character or lone surrogate.
 */
export const escapeMarkup = (text: string): string =>
  special.test(text) ? text.replace(specials, (each) => escapes[each] ?? '\ufffd') : text;

const special = /[&<>"\ufffe\uffff]/;
const specials = /[&<>"\ufffe\uffff]/g;

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};
