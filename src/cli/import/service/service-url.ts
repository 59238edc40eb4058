import { unescape as decode } from 'node:querystring';
import { redactUrl } from '../../../text/redact-url.js';
import { OptionError } from '../../options/option-error.js';

/** A service, and how to call it. */
export interface ServiceUrl {
  /** The URL of its GraphQL endpoint, without user and password. */
  readonly url: URL;
  /** The `Authorization` header. */
  readonly authorization: string | undefined;
  /** How long to retry while it does not respond. */
  readonly retrySeconds: number;
}

/**
 * Parses the URL of a service, with or without the path of its GraphQL endpoint.
 *
 * @param text may contain a user and password, for a proxy in front of the service
 * @param token is never printed
 * @throws OptionError
 */
export function parseServiceUrl(
  text: string,
  token: string | undefined,
  retrySeconds: number,
): ServiceUrl {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    throw new OptionError(
      `The option --url is "${redactUrl(text)}"; it must be a URL like http://localhost:8000.`,
    );
  }
  const user = [url.username, url.password].map((part) => decode(part)).join(':');
  Object.assign(url, { username: '', password: '', hash: '' });
  if (url.pathname === '/') url.pathname = '/graphql';
  if (!token) {
    const basic = user === ':' ? undefined : `Basic ${Buffer.from(user).toString('base64')}`;
    return { url, authorization: basic, retrySeconds };
  }
  if (user !== ':') throw new OptionError('Pass either a token or a user in --url, not both.');
  if (!/^[\x21-\x7e]+$/.test(token)) {
    throw new OptionError(
      'The token contains characters that are not allowed in a header, like spaces or line breaks.',
    );
  }
  return { url, authorization: `Bearer ${token}`, retrySeconds };
}
