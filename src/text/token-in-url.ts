const parameter = 'access_token';

// Cheap, as most URLs have neither: the parameter, or a name with escapes. Each character is looked at once.
const mayHaveToken = /[?&](?:access_token|[^?=&%]*%)/;

/** Whether the query string of a URL has the parameter `access_token` of RFC 6750, section 2.3. */
export function hasTokenInUrl(url: string): boolean {
  if (!mayHaveToken.test(url)) return false;
  return new URLSearchParams(url.slice(url.indexOf('?'))).has(parameter);
}

/** The URL without its query string if that has a token in it, for logs. */
export function hideTokenInUrl(url: string): string {
  return hasTokenInUrl(url) ? `${url.slice(0, url.indexOf('?'))}?…` : url;
}
