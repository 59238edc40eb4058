// With escapes and a port, no stored host has a third of this length.
const maxHostLength = 1000;

/** Normalises a host to the form in which sites store it; anything else becomes '', which no site has. */
export function normaliseHost(text: string): string {
  const trimmed = text.trim();
  if (trimmed.length > maxHostLength) return '';
  // A URL omits the default port of its scheme, so the host is parsed with the other scheme.
  const url = URL.parse(`${trimmed.endsWith(':80') ? 'https' : 'http'}://${trimmed}`);
  return url?.href === `${url?.protocol}//${url?.host}/` ? url.host : '';
}
