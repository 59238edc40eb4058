import type { IncomingMessage } from 'node:http';

const absolute = /^https?:\/\/([^/?#]*)(.*)$/is;

/**
 * The address of a request without the scheme and the host, which clients send to proxies. The host
 * in it takes the place of the header `Host` (RFC 9112, section 3.2.2).
 */
export function toOriginForm(request: Pick<IncomingMessage, 'url' | 'headers'>): string {
  const { url = '' } = request;
  if (url.startsWith('/')) return url;
  const [, host, path = ''] = absolute.exec(url) ?? [];
  if (host === undefined) return url;
  request.headers.host = host;
  return path.startsWith('/') ? path : `/${path}`;
}
