const parameter = 'access_token';

// Cheap, as most URLs have neither: the parameter, or a name with escapes. Each character is looked at once.
const mayHaveToken = /[?&](?:access_token|[^?=&%]*%)/;

/** Whether the query string of a URL has the parameter `access_token` of RFC 6750, section 2.3. */
export function hasTokenInUrl(url: string): boolean {
  if (!mayHaveToken.test(url)) return false;
  return new URLSearchParams(url.slice(url.indexOf('?'))).has(parameter);
}

// A static token, or a JSON Web Token: a JSON object, of which `eyJ` is the beginning in base64url.
const tokenForms = /rec_[0-9a-f]{8}_[\w-]+|eyJ[\w-]{5,}(?:\.[\w-]*)*/g;

/**
 * The URL for logs: without its query string if that has the parameter, and without anything that has
 * the form of a token, wherever it stands.
 */
export function hideTokenInUrl(url: string): string {
  const shown = hasTokenInUrl(url) ? `${url.slice(0, url.indexOf('?'))}?…` : url;
  return shown.replace(tokenForms, '[token]');
}
