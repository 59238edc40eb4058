import { unescape as decoded } from 'node:querystring';
import { redactUrl } from '../../../text/redact-url.js';
import { ImportError } from '../import-error.js';

/** A service, and how to ask it. */
export interface ServiceUrl {
  /** The address of its GraphQL, without any password. */
  readonly url: URL;
  /** The header Authorization. */
  readonly authorization: string | undefined;
  /** For how long to try again where it does not answer. */
  readonly retrySeconds: number;
}

/**
 * Reads the address of a service, with or without the path of its GraphQL.
 *
 * @param text may hold a user and a password, for what stands before the service
 * @param token is never shown
 * @throws ImportError that says what is wrong
 */
export function parseServiceUrl(
  text: string,
  token: string | undefined,
  retrySeconds: number,
): ServiceUrl {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    throw new ImportError(
      `The option --url is "${redactUrl(text)}"; it must be an address like http://localhost:8000.`,
    );
  }
  const user = [url.username, url.password].map((part) => decoded(part)).join(':');
  Object.assign(url, { username: '', password: '', hash: '' });
  if (url.pathname === '/') url.pathname = '/graphql';
  if (!token) {
    const basic = user === ':' ? undefined : `Basic ${Buffer.from(user).toString('base64')}`;
    return { url, authorization: basic, retrySeconds };
  }
  if (user !== ':') {
    throw new ImportError(
      'A token is given, and a user in --url; the service is told one of them.',
    );
  }
  if (!/^[\x21-\x7e]+$/.test(token)) {
    throw new ImportError('The token has characters that no token has, like spaces or line ends.');
  }
  return { url, authorization: `Bearer ${token}`, retrySeconds };
}
