import type { ApolloServerPlugin, GraphQLRequestContext } from '@apollo/server';
import { GraphQLError } from 'graphql';
import type { HttpCodes } from '../../config/config.js';
import { jsonContentType } from '../../http/replies/response-headers.js';
import { graphqlResponseType, responseType } from '../response-type.js';

/** Partial success: GraphQL over HTTP has a code of its own for data that came with errors. */
export const partialSuccess = 294;

/**
 * Answers with the HTTP status codes of GraphQL over HTTP.
 *
 * With `stable` a request that is no use is a 400, but a 200 for who wants `application/json`: a
 * client could not tell it from the error of a proxy otherwise. With `draft` the kinds of faults
 * have their own codes, whatever the type, and partial data is told apart.
 */
export function httpStatusPlugin(codes: HttpCodes): ApolloServerPlugin {
  const statusOf = codes === 'draft' ? draftStatus : stableStatus;
  return {
    async invalidRequestWasReceived({ error }) {
      if (codes === 'draft' && error instanceof GraphQLError) markMalformed(error);
    },
    async requestDidStart() {
      return {
        async didResolveOperation({ request, operation }) {
          // Apollo Server looks at it only when all is done, too late for what stores something.
          const accept = request.http?.headers.get('accept');
          if (operation?.operation === 'mutation' && responseType(accept) === undefined) {
            throw new GraphQLError('No form of an answer is accepted.', {
              extensions: { code: 'NOT_ACCEPTABLE', http: { status: 406 } },
            });
          }
        },
        async willSendResponse(context) {
          const { http } = context.response;
          const status = context.errors && statusOf(context as FailedRequest);
          if (status !== undefined) http.status = status;
        },
      };
    },
  };
}

type FailedRequest = GraphQLRequestContext<object> & {
  readonly errors: readonly GraphQLError[];
};

/** What to answer instead of the status that Apollo Server chose; undefined to leave it. */
function stableStatus(context: FailedRequest): number | undefined {
  const isRefused = !hasData(context) && context.response.http.status === 400;
  return isRefused && !isMalformed(context) && acceptedType(context) === jsonContentType
    ? 200
    : undefined;
}

function draftStatus(context: FailedRequest): number | undefined {
  const { status } = context.response.http;
  const code = context.errors[0]?.extensions.code;
  if (hasData(context)) {
    const isPartial = status === undefined || status === 200;
    return isPartial && acceptedType(context) === graphqlResponseType ? partialSuccess : undefined;
  }
  if (code === 'PERSISTED_QUERY_NOT_FOUND') return 404;
  return status === 400 && code !== 'GRAPHQL_PARSE_FAILED' ? 422 : undefined;
}

/** Whether a request had nothing that could be read as a document. */
function isMalformed({ document, errors }: FailedRequest): boolean {
  return document === undefined && errors[0]?.extensions.code !== 'GRAPHQL_PARSE_FAILED';
}

function hasData({ response: { body } }: FailedRequest): boolean {
  return body?.kind === 'incremental' || body?.singleResult.data !== undefined;
}

function acceptedType({ request }: FailedRequest): string | undefined {
  return responseType(request.http?.headers.get('accept'));
}

/** Gives the JSON that is no GraphQL request the code of the draft. */
function markMalformed({ message, extensions }: GraphQLError): void {
  const http = extensions.http as { status?: number } | undefined;
  // The form of what a browser must not send unasked may well be right.
  if (http?.status === 400 && !message.includes('CSRF')) http.status = 422;
}
