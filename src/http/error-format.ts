import type { GraphQLFormattedError } from 'graphql';
import type { ErrorCode } from '../errors/request-error.js';

/** How an API reports errors. */
export interface ErrorFormat {
  /** The body of the response, to be sent as JSON. */
  readonly toBody: (error: GraphQLFormattedError) => object;
  /** The media type of the response. */
  readonly selectType: (accept: string | undefined, code: ErrorCode | undefined) => string;
}

/**
 * Selects the format in which the API at a URL reports errors. By URL, as a request may fail before
 * it has a route; it is empty where not even the URL is known.
 */
export type SelectErrorFormat = (url: string) => ErrorFormat;
