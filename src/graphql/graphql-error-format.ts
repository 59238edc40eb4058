import type { ErrorFormat } from '../http/error-format.js';
import { jsonContentType } from '../http/replies/response-headers.js';
import { negotiateResponseType } from './response-type.js';

/** Whether a URL belongs to GraphQL. */
export const isGraphqlUrl = (url: string): boolean => /^\/graphql(?![^/?])/.test(url);

/** Errors of requests to GraphQL that failed before GraphQL saw them. */
export const graphqlErrorFormat: ErrorFormat = {
  toBody: (error) => ({ errors: [error] }),
  selectType: (accept, code) =>
    (code === 'NOT_ACCEPTABLE' ? undefined : negotiateResponseType(accept)) ?? jsonContentType,
};
