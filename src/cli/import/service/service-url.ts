import { redactUrl } from '../../../text/redact-url.js';
import { OptionError } from '../../options/option-error.js';
import {
  type CredentialSource,
  type GivenCredentials,
  planCredentials,
} from '../credentials/credential-options.js';

/** A service, and how to call it. */
export interface ServiceUrl {
  /** The URL of its GraphQL endpoint, without user and password. */
  readonly url: URL;
  readonly credentials: CredentialSource;
  /** How long to retry while it does not respond. */
  readonly retrySeconds: number;
}

/**
 * Parses the URL of a service, with or without the path of its GraphQL endpoint.
 *
 * @param text may contain a user and password, for a proxy in front of the service
 * @param given is never printed
 * @param tokenOfEnvironment is never printed either
 * @throws OptionError
 */
export function parseServiceUrl(
  text: string,
  given: GivenCredentials & { readonly retrySeconds: number },
  tokenOfEnvironment: string | undefined,
): ServiceUrl {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    throw new OptionError(
      `The option --url is "${redactUrl(text)}"; it must be a URL like http://localhost:8000.`,
    );
  }
  url.hash = '';
  if (url.pathname === '/') url.pathname = '/graphql';
  const { retrySeconds } = given;
  return { url, credentials: planCredentials(given, url, tokenOfEnvironment), retrySeconds };
}
