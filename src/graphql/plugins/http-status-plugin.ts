import type { ApolloServerPlugin, GraphQLRequestContext } from '@apollo/server';
import { GraphQLError } from 'graphql';
import type { HttpCodes } from '../../config/config.js';
import { jsonContentType } from '../../http/replies/response-headers.js';
import { graphqlResponseType, negotiateResponseType } from '../response-type.js';

/** Partial success: the status of GraphQL over HTTP for data with errors. */
export const partialSuccess = 294;

/**
 * Sets the HTTP status codes of GraphQL over HTTP.
 *
 * With `stable`, a request that cannot be executed gets 400, but 200 if the client accepts
 * `application/json`: it could not tell the response from a proxy's error otherwise. With `draft`, each
 * kind of fault has its own code, whatever the media type, and partial data has one, too.
 */
export function httpStatusPlugin(codes: HttpCodes): ApolloServerPlugin {
  const getStatus = codes === 'draft' ? getDraftStatus : getStableStatus;
  return {
    async invalidRequestWasReceived({ error }) {
      if (codes === 'draft' && error instanceof GraphQLError) markMalformed(error);
    },
    async requestDidStart() {
      return {
        async didResolveOperation({ request, operation }) {
          // Apollo Server checks this only after execution, too late for what stores something.
          const accept = request.http?.headers.get('accept');
          if (operation?.operation === 'mutation' && negotiateResponseType(accept) === undefined) {
            throw new GraphQLError('No media type of a response is acceptable to the client.', {
              extensions: { code: 'NOT_ACCEPTABLE', http: { status: 406 } },
            });
          }
        },
        async willSendResponse(context) {
          const { http } = context.response;
          const status = context.errors && getStatus(context as FailedRequest);
          if (status !== undefined) http.status = status;
        },
      };
    },
  };
}

type FailedRequest = GraphQLRequestContext<object> & {
  readonly errors: readonly GraphQLError[];
};

/** The status that replaces Apollo Server's; undefined to keep that. */
function getStableStatus(context: FailedRequest): number | undefined {
  const isRejected = !hasData(context) && context.response.http.status === 400;
  return isRejected && !isMalformed(context) && getResponseType(context) === jsonContentType
    ? 200
    : undefined;
}

function getDraftStatus(context: FailedRequest): number | undefined {
  const { status } = context.response.http;
  const code = context.errors[0]?.extensions.code;
  if (hasData(context)) {
    const isPartial = status === undefined || status === 200;
    return isPartial && getResponseType(context) === graphqlResponseType
      ? partialSuccess
      : undefined;
  }
  if (code === 'PERSISTED_QUERY_NOT_FOUND') return 404;
  return status === 400 && code !== 'GRAPHQL_PARSE_FAILED' ? 422 : undefined;
}

/** Whether a request contained nothing that could be parsed as a document. */
function isMalformed({ document, errors }: FailedRequest): boolean {
  return document === undefined && errors[0]?.extensions.code !== 'GRAPHQL_PARSE_FAILED';
}

function hasData({ response: { body } }: FailedRequest): boolean {
  return body?.kind === 'incremental' || body?.singleResult.data !== undefined;
}

function getResponseType({ request }: FailedRequest): string | undefined {
  return negotiateResponseType(request.http?.headers.get('accept'));
}

/** Gives JSON that is not a GraphQL request the status of the draft. */
function markMalformed({ message, extensions }: GraphQLError): void {
  const http = extensions.http as { status?: number } | undefined;
  // A request that is blocked as CSRF may well be well-formed.
  if (http?.status === 400 && !message.includes('CSRF')) http.status = 422;
}
