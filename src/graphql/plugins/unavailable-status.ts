import type { ApolloServerPlugin } from '@apollo/server';
import { unwrapResolverError } from '@apollo/server/errors';
import type { HttpCodes } from '../../config/config.js';
import { errorCodes, RequestError } from '../../errors/request-error.js';

/**
 * Answers with 503 when the database was away or took too long, so that clients and proxies know that
 * it may be well at another time.
 *
 * @param codes with `draft`, what came with data is a success all the same, as that has it
 */
export function unavailableStatusPlugin(
  isUnavailable: (error: unknown) => boolean,
  codes: HttpCodes,
): ApolloServerPlugin {
  const isPassing = (error: unknown) =>
    isUnavailable(error) ||
    (error instanceof RequestError && errorCodes[error.code].status === 503);
  return {
    async requestDidStart() {
      return {
        async willSendResponse({ errors, response }) {
          const { body } = response;
          const hasData = body?.kind === 'single' && body.singleResult.data;
          if (codes === 'draft' && hasData) return;
          if (errors?.some((error) => isPassing(unwrapResolverError(error)))) {
            response.http.status = 503;
          }
        },
      };
    },
  };
}
