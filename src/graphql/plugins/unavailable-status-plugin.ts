import type { ApolloServerPlugin } from '@apollo/server';
import { unwrapResolverError } from '@apollo/server/errors';
import type { HttpCodes } from '../../config/config.js';
import { errorCodes, RequestError } from '../../errors/request-error.js';

/**
 * Sets 503 when the database was unavailable or took too long, so that clients and proxies know that a
 * later attempt may succeed.
 *
 * @param codes with `draft`, a response with data stays a (partial) success
 */
export function unavailableStatusPlugin(
  isUnavailable: (error: unknown) => boolean,
  codes: HttpCodes,
): ApolloServerPlugin {
  const isTemporary = (error: unknown) =>
    isUnavailable(error) ||
    (error instanceof RequestError && errorCodes[error.code].status === 503);
  return {
    async requestDidStart() {
      return {
        async willSendResponse({ errors, response }) {
          const { body } = response;
          const hasData = body?.kind === 'single' && body.singleResult.data;
          if (codes === 'draft' && hasData) return;
          if (errors?.some((error) => isTemporary(unwrapResolverError(error)))) {
            response.http.status = 503;
          }
        },
      };
    },
  };
}
