import type { ErrorFormat } from '../http/error-format.js';
import { jsonContentType } from '../http/replies/response-headers.js';
import { negotiateResponseType } from './response-type.js';

/** Whether a URL is one of GraphQL. */
export const isGraphqlUrl = (url: string): boolean => /^\/graphql(?![^/?])/.test(url);

/** The format of errors for GraphQL requests that fail before they reach the GraphQL server. */
export const graphqlErrorFormat: ErrorFormat = {
  toBody: (error) => ({ errors: [error] }),
  selectType: (accept, code) =>
    (code === 'NOT_ACCEPTABLE' ? undefined : negotiateResponseType(accept)) ?? jsonContentType,
};
